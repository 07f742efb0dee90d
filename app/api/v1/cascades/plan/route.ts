import { cascadePlanRequest } from '#lib/api/contract/cascades.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route(
  async ({ request, who }) =>
    json(await application().planCascade(await readBody(request, cascadePlanRequest), who.name), 201),
  'rebase',
);
