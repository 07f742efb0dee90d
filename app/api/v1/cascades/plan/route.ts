import { cascadePlanRequest } from '#lib/api/contract/cascades.ts';
import { readBody } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const POST = route(
  async ({ request, who }) =>
    json(await application().planCascade(await readBody(request, cascadePlanRequest), who.name), 201),
  'rebase',
);
