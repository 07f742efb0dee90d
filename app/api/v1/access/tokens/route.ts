import { apiTokenRequest } from '#lib/api/contract/access.ts';
import { readBody } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route(async ({ who }) => json(await application().listApiTokens(who)), 'someone');

export const POST = route(
  async ({ request, who }) =>
    json(await application().makeApiToken(who, await readBody(request, apiTokenRequest)), 201),
  'someone',
);
