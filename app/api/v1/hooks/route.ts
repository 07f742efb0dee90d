import { hookRequest } from '#lib/api/contract/hooks.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { originOf } from '#lib/api/server/http/origin.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async () => json(await application().listHooks()), 'administer');

export const POST = route(async ({ request, who }) => {
  const asked = await readBody(request, hookRequest);
  const origin = originOf(request, application().accessPolicy.publicUrl);
  return json(await application().createHook(asked, who, origin), 201);
}, 'administer');
