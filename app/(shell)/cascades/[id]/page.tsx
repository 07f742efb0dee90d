import { CascadePage } from '#components/rebase/cascade/cascade-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { CascadeTitle } from '#components/titles/page-titles.tsx';
import { cascadeQuery } from '#lib/api/client/cascades.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const state = await prefetch(`/cascades/${id}`, (client, app) => [
    client.prefetchQuery({ ...cascadeQuery(id), queryFn: () => app.getCascade(id), retry: false }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <CascadeTitle id={id} />
      <CascadePage id={id} />
    </PrefetchedQueries>
  );
}
