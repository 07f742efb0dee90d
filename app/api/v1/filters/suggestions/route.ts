import { suggestionsQuery } from '#lib/api/contract/images/filters.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, methodNotAllowed, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ url }) =>
  json(await application().suggestFilterValues(readQuery(url, suggestionsQuery))),
);

const notAllowed = methodNotAllowed('GET');

// Without these, `suggestions` would be taken for a saved filter's id.
export { notAllowed as DELETE, notAllowed as PATCH };
