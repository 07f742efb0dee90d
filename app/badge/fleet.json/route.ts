import { badgeAnswer, badgeOptions, badgeRoute } from '#lib/api/server/badge-answer.ts';
import { application } from '#lib/api/server/host.ts';

export const GET = badgeRoute(async ({ request, url }) => {
  const filter = url.searchParams.get('filter') ?? '';
  return badgeAnswer(request, await application().fleetBadge('json', filter, badgeOptions(url)));
});
