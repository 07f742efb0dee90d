import { deliveriesQuery } from '#lib/api/contract/channels.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route<{ readonly id: string }>(
  async ({ params, url }) =>
    json(await application().listDeliveries(params.id, readQuery(url, deliveriesQuery))),
  'administer',
);
