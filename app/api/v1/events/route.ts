import { eventStream } from '#lib/api/server/event-stream.ts';
import { application } from '#lib/api/server/host.ts';
import { route } from '#lib/api/server/route.ts';

export const GET = route(async ({ request, stillAdmitted }) =>
  eventStream(application().events, request.signal, stillAdmitted),
);
