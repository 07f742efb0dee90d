import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

export const GET = route<{ name: string }>(({ params }) => application().readFont(params.name), 'anyone');
