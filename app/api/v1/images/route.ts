import { imagesQuery, trackRequest } from '#lib/api/contract/images.ts';
import { readBody, readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route(async ({ url }) =>
  json(await application().listImages(readQuery(url, imagesQuery))),
);

export const POST = route(async ({ request }) => {
  const asked = await readBody(request, trackRequest);
  return json(await application().trackImages(asked), 201);
}, 'track');
