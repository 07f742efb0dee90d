import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { withoutKey } from '#components/filter/filter-text.ts';
import { FleetPage } from '#components/fleet/fleet-page.tsx';
import { readMoment } from '#components/history/moment-text.ts';
import { feedPath } from '#components/sharing/badge-snippets.ts';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { FleetTitle } from '#components/titles/page-titles.tsx';
import { fleetQuery } from '#lib/api/client/fleet.ts';
import { MOMENTS, momentsQuery, TREND_POINTS, trendQuery } from '#lib/api/client/history.ts';
import { FLEET_SORT, IMAGES_PER_PAGE, imagesQuery } from '#lib/api/client/images.ts';
import { registriesQuery } from '#lib/api/client/registries.ts';
import { IMAGE_SORT } from '#lib/api/contract/images/images.ts';
import { application } from '#lib/api/server/application/running-application.ts';
import { originOf } from '#lib/api/server/http/origin.ts';
import { parameter, prefetch, type SearchParameters } from '#lib/api/server/routes/prefetch.ts';

/** Lets feed readers find the feed of the page's filter. */
export async function generateMetadata({
  searchParams,
}: {
  searchParams: SearchParameters;
}): Promise<Metadata> {
  const filter = parameter(await searchParams, 'filter');
  const title = `Images that became stale or fresh${filter === '' ? '' : ` · ${filter}`}`;
  const asked = { headers: await headers(), url: 'http://localhost' };
  const url = `${originOf(asked, application().accessPolicy.publicUrl)}${feedPath(filter)}`;
  return { alternates: { types: { 'application/atom+xml': [{ url, title }] } } };
}

export default async function Page({ searchParams }: { searchParams: SearchParameters }) {
  const asked = await searchParams;
  const filter = parameter(asked, 'filter');
  const sort = IMAGE_SORT.find((each) => each === parameter(asked, 'sort')) ?? FLEET_SORT;
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
    client.prefetchQuery({ ...registriesQuery(), queryFn: () => app.listRegistries() }),
    client.prefetchQuery({
      ...momentsQuery(filter),
      queryFn: () => app.fleetMoments({ filter, limit: MOMENTS }),
    }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <FleetTitle />
      <FleetPage />
    </PrefetchedQueries>
  );
}
