import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { readMoment } from '#components/history/moment-text.ts';
import { withoutKey } from '#components/images/filter-text.ts';
import { FleetPage } from '#components/images/fleet-page.tsx';
import { IMAGE_SORT } from '#lib/api/contract/images.ts';
import { MOMENTS, momentsQuery, TREND_POINTS, trendQuery } from '#lib/api/history-queries.ts';
import { fleetQuery, IMAGES_PER_PAGE, imagesQuery } from '#lib/api/queries.ts';
import { parameter, prefetch, type SearchParameters } from '#lib/api/server/prefetch.ts';

export const metadata: Metadata = { title: 'Fleet' };

export default async function Page({ searchParams }: { searchParams: SearchParameters }) {
  const asked = await searchParams;
  const filter = parameter(asked, 'filter');
  const sort = IMAGE_SORT.find((each) => each === parameter(asked, 'sort')) ?? 'reference';
  const at = readMoment(parameter(asked, 'at'));
  const moment = at === undefined ? undefined : new Date(at);
  const trendFilter = withoutKey(filter, 'status');
  const state = await prefetch('/', (client, app) => [
    ...[...new Set(['', filter, trendFilter])].map((each) =>
      client.prefetchQuery({ ...fleetQuery(each, at), queryFn: () => app.summariseFleet(each, moment) }),
    ),
    client.prefetchInfiniteQuery({
      ...imagesQuery({ filter, sort, at }),
      queryFn: () => app.listImages({ filter, sort, limit: IMAGES_PER_PAGE, at: moment }),
    }),
    client.prefetchQuery({
      ...trendQuery({ filter: trendFilter }),
      queryFn: () => app.fleetTrend({ filter: trendFilter, points: TREND_POINTS }),
    }),
    client.prefetchQuery({
      ...momentsQuery(filter),
      queryFn: () => app.fleetMoments({ filter, limit: MOMENTS }),
    }),
  ]);
  return (
    <HydrationBoundary state={state}>
      <FleetPage />
    </HydrationBoundary>
  );
}
