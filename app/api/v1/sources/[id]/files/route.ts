import { filesRequest, UPLOAD_BYTES } from '#lib/api/contract/sources.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route<{ id: string }>(async ({ request, params, who }) => {
  const uploaded = await readBody(request, filesRequest, { atMost: UPLOAD_BYTES });
  return json(await application().uploadFiles(params.id, uploaded, who));
}, 'track');
