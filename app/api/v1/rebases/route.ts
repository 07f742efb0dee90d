import { applyRequest, rebasesQuery } from '#lib/api/contract/rebases.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody, readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ url }) =>
  json(await application().listRebases(readQuery(url, rebasesQuery))),
);

export const POST = route(
  async ({ request, who }) =>
    json(await application().applyRebase(await readBody(request, applyRequest), who.name), 202),
  'rebase',
);
