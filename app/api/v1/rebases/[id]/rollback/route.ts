import { rollBackRequest } from '#lib/api/contract/rebases.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route<{ id: string }>(async ({ request, params, who }) => {
  const { reason } = await readBody(request, rollBackRequest, { fallback: {} });
  return json(await application().rollBackRebase(params.id, { actor: who.name, reason: reason ?? null }));
}, 'rebase');
