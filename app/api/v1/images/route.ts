import { imagesQuery, trackRequest } from '#lib/api/contract/images/images.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody, readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

/** Bytes: 10,000 references of full length, as JSON. */
const TEN_THOUSAND_REFERENCES = 12 * 1024 * 1024;

export const GET = route(async ({ url }) =>
  json(await application().listImages(readQuery(url, imagesQuery))),
);

export const POST = route(async ({ request }) => {
  const asked = await readBody(request, trackRequest, { atMost: TEN_THOUSAND_REFERENCES });
  return json(await application().trackImages(asked), 201);
}, 'track');
