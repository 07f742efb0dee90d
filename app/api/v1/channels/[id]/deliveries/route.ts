import { deliveriesQuery } from '#lib/api/contract/channels.ts';
import { readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route<{ readonly id: string }>(
  async ({ params, url }) =>
    json(await application().listDeliveries(params.id, readQuery(url, deliveriesQuery))),
  'administer',
);
