import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const POST = route<{ readonly id: string }>(
  async ({ params }) => json(await application().testChannel(params.id)),
  'administer',
);
