import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

export const DELETE = route<{ id: string }>(async ({ params, who }) => {
  await application().removeDeclaredBase(params.id, who);
  return new Response(null, { status: 204 });
}, 'track');
