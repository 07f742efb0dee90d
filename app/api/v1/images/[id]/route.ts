import { imagePatch, imageQuery } from '#lib/api/contract/images/images.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody, readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

interface Params {
  readonly id: string;
}

export const GET = route<Params>(async ({ params, url }) =>
  json(await application().getImage(params.id, readQuery(url, imageQuery).at)),
);

export const DELETE = route<Params>(async ({ params }) => {
  await application().untrackImage(params.id);
  return new Response(null, { status: 204 });
}, 'track');

export const PATCH = route<Params>(
  async ({ request, params, who }) =>
    json(await application().patchImage(params.id, await readBody(request, imagePatch), who)),
  'share',
);
