import { applyRequest, rebasesQuery } from '#lib/api/contract/rebases.ts';
import { readBody, readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route(async ({ url }) =>
  json(await application().listRebases(readQuery(url, rebasesQuery))),
);

export const POST = route(
  async ({ request, who }) =>
    json(await application().applyRebase(await readBody(request, applyRequest), who.name), 202),
  'rebase',
);
