import { application } from '#lib/api/server/host.ts';
import { route } from '#lib/api/server/route.ts';

export const GET = route<{ name: string }>(({ params }) => application().readFont(params.name), 'anyone');
