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

export const PATCH = route<Params>(async ({ request, params }) => {
  const asked = await readBody(request, channelEdit);
  return json(await application().changeChannel(params.id, asked));
}, 'administer');

export const DELETE = route<Params>(async ({ params }) => {
  await application().removeChannel(params.id);
  return new Response(null, { status: 204 });
}, 'administer');
