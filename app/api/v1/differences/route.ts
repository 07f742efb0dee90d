import { differenceQuery } from '#lib/api/contract/differences.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

/** Not for pages of other sites: it contacts the registries that the references name. */
export const GET = route(
  async ({ request, url, who }) =>
    json(await application().compareImages(readQuery(url, differenceQuery), who, request.signal)),
  'read',
  'never',
);
