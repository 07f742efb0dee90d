import { channelPreviewRequest } from '#lib/api/contract/channels.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route(async ({ request }) => {
  const asked = await readBody(request, channelPreviewRequest);
  return json(await application().previewChannel(asked));
}, 'administer');
