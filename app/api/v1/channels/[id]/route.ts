import { channelEdit } from '#lib/api/contract/channels.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

interface Params {
  readonly id: string;
}

export const GET = route<Params>(
  async ({ params }) => json(await application().getChannel(params.id)),
  'administer',
);

export const PATCH = route<Params>(async ({ request, params, who }) => {
  const asked = await readBody(request, channelEdit);
  return json(await application().changeChannel(params.id, asked, who));
}, 'administer');

export const DELETE = route<Params>(async ({ params, who }) => {
  await application().removeChannel(params.id, who);
  return new Response(null, { status: 204 });
}, 'administer');
