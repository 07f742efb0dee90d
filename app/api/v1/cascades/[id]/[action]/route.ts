import { cascadeAction } from '#lib/api/contract/cascades.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { parseRequest } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route<{ id: string; action: string }>(
  async ({ params, who }) =>
    json(
      await application().changeCascade(params.id, parseRequest(cascadeAction, params.action), who.name),
      202,
    ),
  'rebase',
);
