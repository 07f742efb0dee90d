import { GraphPage } from '#components/graph/graph-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { GraphTitle } from '#components/titles/page-titles.tsx';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

/** The browser fetches and draws the graph: as markup it would be sent twice. */
export default async function Page() {
  return (
    <PrefetchedQueries state={await prefetch('/graph', () => [])}>
      <GraphTitle />
      <GraphPage />
    </PrefetchedQueries>
  );
}
