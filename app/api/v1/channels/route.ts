import { channelRequest } from '#lib/api/contract/channels.ts';
import { readBody } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route(async () => json(await application().listChannels()), 'administer');

export const POST = route(async ({ request, who }) => {
  const asked = await readBody(request, channelRequest);
  return json(await application().createChannel(asked, who.name), 201);
}, 'administer');
