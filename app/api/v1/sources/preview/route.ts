import { sourcePreviewRequest, UPLOAD_BYTES } from '#lib/api/contract/sources.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, methodNotAllowed, route } from '#lib/api/server/routes/route.ts';

export const POST = route(async ({ request, who }) => {
  const asked = await readBody(request, sourcePreviewRequest, { atMost: UPLOAD_BYTES });
  return json(await application().previewSource(asked, who, request.signal));
}, 'administer');

const notAllowed = methodNotAllowed('POST');

// Without these, `preview` would be taken for a source's id.
export { notAllowed as DELETE, notAllowed as GET, notAllowed as PATCH };
