import { trackedRequest } from '#lib/api/contract/images/images.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, methodNotAllowed, route } from '#lib/api/server/routes/route.ts';

/** Bytes: 10,000 references of full length, as JSON. */
const TEN_THOUSAND_REFERENCES = 12 * 1024 * 1024;

export const POST = route(async ({ request }) => {
  const { references } = await readBody(request, trackedRequest, { atMost: TEN_THOUSAND_REFERENCES });
  return json(await application().trackedAmong(references));
}, 'read');

const notAllowed = methodNotAllowed('POST');

// Without these, `tracked` would be taken for an image's id.
export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH };
