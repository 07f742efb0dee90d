import { fleetQuery } from '#lib/api/contract/images/fleet.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ url }) => {
  const { filter, at } = readQuery(url, fleetQuery);
  return json(await application().summariseFleet(filter, at));
});
