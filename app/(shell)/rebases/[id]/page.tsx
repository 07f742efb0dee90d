import { RunPage } from '#components/rebase/run/run-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { RebaseTitle } from '#components/titles/page-titles.tsx';
import { rebaseQuery } from '#lib/api/client/rebases.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const state = await prefetch(`/rebases/${id}`, (client, app) => [
    client.prefetchQuery({ ...rebaseQuery(id), queryFn: () => app.getRebase(id), retry: false }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <RebaseTitle id={id} />
      <RunPage id={id} />
    </PrefetchedQueries>
  );
}
