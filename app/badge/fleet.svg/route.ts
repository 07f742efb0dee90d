import { application } from '#lib/api/server/application/running-application.ts';
import { badgeAnswer, badgeOptions, badgeRoute } from '#lib/api/server/routes/badge-response.ts';

export const GET = badgeRoute(async ({ request, url }) => {
  const filter = url.searchParams.get('filter') ?? '';
  return badgeAnswer(request, await application().fleetBadge('svg', filter, badgeOptions(url)));
});
