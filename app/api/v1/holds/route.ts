import { holdRequest, holdsQuery } from '#lib/api/contract/images/holds.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody, readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ url }) => json(await application().listHolds(readQuery(url, holdsQuery))));

export const POST = route(
  async ({ request, who }) =>
    json(await application().setHold(await readBody(request, holdRequest), who), 201),
  'track',
);
