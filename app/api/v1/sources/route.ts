import { sourceRequest } from '#lib/api/contract/sources.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(await application().listSources()));

export const POST = route(
  async ({ request, who }) =>
    json(await application().createSource(await readBody(request, sourceRequest), who), 201),
  'administer',
);
