import { imageQuery } from '#lib/api/contract/images/images.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route<{ id: string }>(async ({ params, url }) =>
  json(await application().imageHistory(params.id, readQuery(url, imageQuery).at)),
);
