import { imageQuery } from '#lib/api/contract/images.ts';
import { readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route<{ id: string }>(async ({ params, url }) =>
  json(await application().imageHistory(params.id, readQuery(url, imageQuery).at)),
);
