import { baseCheckQuery } from '#lib/api/contract/declared-bases.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, methodNotAllowed, route } from '#lib/api/server/routes/route.ts';

/** Refuses pages of other sites, because it contacts the registries that the references name. */
export const GET = route(
  async ({ request, url, who }) =>
    json(await application().checkBase(readQuery(url, baseCheckQuery), who, request.signal)),
  'read',
  'never',
);

const notAllowed = methodNotAllowed('GET');

// Without this, `DELETE …/check` would reach the route of `[id]`.
export { notAllowed as DELETE };
