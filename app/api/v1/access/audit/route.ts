import { accessQuery } from '#lib/api/contract/access.ts';
import { readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route(
  async ({ url }) => json(await application().listAccess(readQuery(url, accessQuery))),
  'administer',
);
