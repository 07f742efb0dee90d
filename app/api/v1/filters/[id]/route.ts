import { savedFilterPatch } from '#lib/api/contract/images/filters.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const PATCH = route<{ id: string }>(
  async ({ request, params }) =>
    json(await application().changeFilter(params.id, await readBody(request, savedFilterPatch))),
  'share',
);

export const DELETE = route<{ id: string }>(async ({ params }) => {
  await application().deleteFilter(params.id);
  return new Response(null, { status: 204 });
}, 'share');
