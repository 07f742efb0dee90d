import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { withoutKey } from '#components/images/filter-text.ts';
import { FleetPage } from '#components/images/fleet-page.tsx';
import { IMAGE_SORT } from '#lib/api/contract/images.ts';
import { fleetQuery, IMAGES_PER_PAGE, imagesQuery } from '#lib/api/queries.ts';
import { parameter, prefetch, type SearchParameters } from '#lib/api/server/prefetch.ts';

export const metadata: Metadata = { title: 'Fleet' };

export default async function Page({ searchParams }: { searchParams: SearchParameters }) {
  const asked = await searchParams;
  const filter = parameter(asked, 'filter');
  const sort = IMAGE_SORT.find((each) => each === parameter(asked, 'sort')) ?? 'reference';
  const state = await prefetch('/', (client, app) => [
    ...[...new Set(['', filter, withoutKey(filter, 'status')])].map((each) =>
      client.prefetchQuery({ ...fleetQuery(each), queryFn: () => app.summariseFleet(each) }),
    ),
    client.prefetchInfiniteQuery({
      ...imagesQuery({ filter, sort }),
      queryFn: () => app.listImages({ filter, sort, limit: IMAGES_PER_PAGE }),
    }),
  ]);
  return (
    <HydrationBoundary state={state}>
      <FleetPage />
    </HydrationBoundary>
  );
}
