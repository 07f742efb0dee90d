import { planRequest } from '#lib/api/contract/rebases.ts';
import { readBody } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const POST = route(
  async ({ request }) =>
    json(await application().planRebase(await readBody(request, planRequest), request.signal)),
  'rebase',
);
