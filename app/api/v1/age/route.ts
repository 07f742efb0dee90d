import { ageQuery } from '#lib/api/contract/hooks.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { readQuery } from '#lib/api/server/http/body.ts';
import { json, route } from '#lib/api/server/routes/route.ts';

export const GET = route(async ({ url }) => {
  const { reference, digest } = readQuery(url, ageQuery);
  return json(await application().tagAge(reference, digest));
});
