import { hookTestRequest } from '#lib/api/contract/hooks.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route<{ readonly id: string }>(async ({ request, params }) => {
  const { reference } = await readBody(request, hookTestRequest, { fallback: {} });
  return json(await application().testHook(params.id, reference));
}, 'administer');
