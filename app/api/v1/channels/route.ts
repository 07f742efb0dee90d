import { channelRequest } from '#lib/api/contract/channels.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(await application().listChannels()), 'administer');

export const POST = route(async ({ request, who }) => {
  const asked = await readBody(request, channelRequest);
  return json(await application().createChannel(asked, who), 201);
}, 'administer');
