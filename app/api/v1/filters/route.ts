import { savedFilterRequest } from '#lib/api/contract/images/filters.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(await application().listSavedFilters()));

export const POST = route(
  async ({ request, who }) =>
    json(await application().saveFilter(await readBody(request, savedFilterRequest), who), 201),
  'share',
);
