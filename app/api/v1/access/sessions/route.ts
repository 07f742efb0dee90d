import { application } from '#lib/api/server/application/running-application.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ who }) => json(await application().listSessions(who)), 'someone');
