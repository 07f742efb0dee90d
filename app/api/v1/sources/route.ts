import { sourceRequest, UPLOAD_BYTES } from '#lib/api/contract/sources.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(await application().listSources()));

export const POST = route(
  async ({ request, who }) =>
    json(
      await application().createSource(await readBody(request, sourceRequest, { atMost: UPLOAD_BYTES }), who),
      201,
    ),
  'administer',
);
