import { cascadeAction, cascadeChangeRequest, cascadeStartRequest } from '#lib/api/contract/cascades.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { parseRequest, readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route<{ id: string; action: string }>(async ({ request, params, who }) => {
  const action = parseRequest(cascadeAction, params.action);
  const schema = action === 'start' ? cascadeStartRequest : cascadeChangeRequest;
  const start = await readBody(request, schema, { fallback: {} });
  return json(await application().changeCascade(params.id, action, { ...start, actor: who.name }), 202);
}, 'rebase');
