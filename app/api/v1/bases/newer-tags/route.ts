import { baseQuery } from '#lib/api/contract/images/bases.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

/** Not for pages of other sites: it contacts the registry that the reference names. */
export const GET = route(
  async ({ url, who }) => json(await application().findNewerTags(readQuery(url, baseQuery).reference, who)),
  'read',
  'never',
);
