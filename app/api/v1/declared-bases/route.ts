import { declareRequest } from '#lib/api/contract/declared-bases.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(await application().listDeclaredBases()));

export const POST = route(
  async ({ request, who }) =>
    json(await application().declareBase(await readBody(request, declareRequest), who), 201),
  'track',
);
