import { scanRequest } from '#lib/api/contract/scans.ts';
import { readBody } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const POST = route(async ({ request }) => {
  const { filter } = await readBody(request, scanRequest, { fallback: {} });
  return json(await application().scanImages(filter), 202);
}, 'track');
