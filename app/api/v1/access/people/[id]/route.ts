import { application } from '#lib/api/server/application/running-application.ts';
import { route } from '#lib/api/server/routes/route.ts';

/** Blocks a person. Everything that they did stays recorded. */
export const DELETE = route<{ id: string }>(async ({ params, who }) => {
  await application().shutOut(who, params.id);
  return new Response(null, { status: 204 });
}, 'administer');
