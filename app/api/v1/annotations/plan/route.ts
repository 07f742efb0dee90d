import { annotatePlanRequest } from '#lib/api/contract/rebases.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route(
  async ({ request }) =>
    json(await application().planAnnotate(await readBody(request, annotatePlanRequest), request.signal)),
  'rebase',
);
