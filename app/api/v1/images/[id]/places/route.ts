import { application } from '#lib/api/server/application/running-application.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route<{ id: string }>(async ({ params }) =>
  json(await application().imagePlaces(params.id)),
);
