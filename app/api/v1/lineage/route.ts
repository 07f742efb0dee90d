import { lineageQuery } from '#lib/api/contract/lineage.ts';
import { readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

/** Not for pages of other sites: it contacts the registry that the reference names. */
export const GET = route(
  async ({ url, who }) => json(await application().resolveLineage(readQuery(url, lineageQuery), who)),
  'read',
  'never',
);
