import { publicRequest } from '#lib/api/contract/images/selection.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, methodNotAllowed, route } from '#lib/api/server/routes/route.ts';

export const POST = route(
  async ({ request, who }) =>
    json(await application().markImages(await readBody(request, publicRequest), who)),
  'share',
);

const notAllowed = methodNotAllowed('POST');

// Without these, `public` would be taken for an image's id.
export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH };
