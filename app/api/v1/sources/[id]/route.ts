import { removeSourceQuery, sourceEdit } from '#lib/api/contract/sources.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody, readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

interface Params {
  readonly id: string;
}

export const GET = route<Params>(async ({ params }) => json(await application().getSource(params.id)));

export const PATCH = route<Params>(async ({ request, params, who }) => {
  const asked = await readBody(request, sourceEdit);
  return json(await application().changeSource(params.id, asked, who));
}, 'administer');

export const DELETE = route<Params>(async ({ params, url, who }) => {
  const { keepImages } = readQuery(url, removeSourceQuery);
  await application().removeSource(params.id, keepImages === 'true', who);
  return new Response(null, { status: 204 });
}, 'administer');
