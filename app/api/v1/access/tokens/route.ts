import { apiTokenRequest } from '#lib/api/contract/access.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readBody } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ who }) => json(await application().listApiTokens(who)), 'someone');

export const POST = route(
  async ({ request, who }) =>
    json(await application().makeApiToken(who, await readBody(request, apiTokenRequest)), 201),
  'someone',
);
