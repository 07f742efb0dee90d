import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route<{ id: string }>(async ({ params }) =>
  json(await application().getRebase(params.id)),
);
