import { application } from '#lib/api/server/application/running-application.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const POST = route<{ id: string }>(
  async ({ params, who }) => json(await application().confirmListing(params.id, who)),
  'administer',
);
