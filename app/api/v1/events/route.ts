import { application } from '#lib/api/server/application/running-application.ts';
import { eventStream } from '#lib/api/server/http/event-stream.ts';
import { route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ request, stillAdmitted }) =>
  eventStream(application().events, request.signal, stillAdmitted),
);
