import { baseQuery } from '#lib/api/contract/images/bases.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ url }) =>
  json(await application().readBase(readQuery(url, baseQuery).reference)),
);
