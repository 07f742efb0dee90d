import { hookEdit } from '#lib/api/contract/hooks.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

interface Params {
  readonly id: string;
}

export const PATCH = route<Params>(async ({ request, params, who }) => {
  const asked = await readBody(request, hookEdit);
  return json(await application().changeHook(params.id, asked, who));
}, 'administer');

export const DELETE = route<Params>(async ({ params, who }) => {
  await application().removeHook(params.id, who);
  return new Response(null, { status: 204 });
}, 'administer');
