import { headers } from 'next/headers';
import { preload } from 'react-dom';
import { GraphPage } from '#components/graph/graph-page.tsx';
import { MOST_HOPS } from '#components/graph/url/graph-request.ts';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { GraphTitle } from '#components/titles/page-titles.tsx';
import { graphPath } from '#lib/api/client/graph.ts';
import { parameter, prefetch, type SearchParameters } from '#lib/api/server/routes/prefetch.ts';

/** The parameters that select the part of the fleet to draw. All others only change how it is drawn. */
const PARTS = ['focus', 'bases', 'dependents', 'filter', 'problems', 'at'];

/** The browser fetches and draws the graph: as markup it would be sent twice. */
export default async function Page({ searchParams }: { searchParams: SearchParameters }) {
  const state = await prefetch('/graph', () => []);
  const asked = await searchParams;
  const isOpened = (await headers()).get('sec-fetch-dest') === 'document';
  if (isOpened && PARTS.every((name) => parameter(asked, name) === '')) {
    // The whole fleet is fetched while the page's scripts load. A visit from another page may have it already.
    const whole = graphPath({ focus: '', bases: MOST_HOPS, dependents: 1, filter: '' });
    preload(`/api/v1${whole}`, { as: 'fetch', crossOrigin: 'anonymous' });
  }
  return (
    <PrefetchedQueries state={state}>
      <GraphTitle />
      <GraphPage />
    </PrefetchedQueries>
  );
}
