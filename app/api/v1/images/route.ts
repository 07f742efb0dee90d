import { imagesQuery, trackRequest } from '#lib/api/contract/images.ts';
import { readBody, readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

/** Bytes: 10,000 references of full length, as JSON. */
const TEN_THOUSAND_REFERENCES = 12 * 1024 * 1024;

export const GET = route(async ({ url }) =>
  json(await application().listImages(readQuery(url, imagesQuery))),
);

export const POST = route(async ({ request }) => {
  const asked = await readBody(request, trackRequest, { atMost: TEN_THOUSAND_REFERENCES });
  return json(await application().trackImages(asked), 201);
}, 'track');
