import { application } from '#lib/api/server/application/running-application.ts';
import { badgeOptions, badgeResponse, badgeRoute } from '#lib/api/server/routes/badge-response.ts';

export const GET = badgeRoute(async ({ request, url }) => {
  const filter = url.searchParams.get('filter') ?? '';
  return badgeResponse(request, await application().fleetBadge('svg', filter, badgeOptions(url)));
});
