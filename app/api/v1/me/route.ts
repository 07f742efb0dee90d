import { presentMe } from '#lib/api/present/access.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ who }) => json(presentMe(who)), 'someone');
