import { scanRequest } from '#lib/api/contract/images/scans.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route(async ({ request }) => {
  const selection = await readBody(request, scanRequest, { fallback: {} });
  return json(await application().scanImages(selection), 202);
}, 'track');
