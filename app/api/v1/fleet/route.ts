import { fleetQuery } from '#lib/api/contract/fleet.ts';
import { readQuery } from '#lib/api/server/body.ts';
import { application } from '#lib/api/server/host.ts';
import { json, route } from '#lib/api/server/route.ts';

export const GET = route(async ({ url }) => {
  const { filter, at } = readQuery(url, fleetQuery);
  return json(await application().summariseFleet(filter, at));
});
