import type { Metadata } from 'next';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { SourcesPage } from '#components/sources/sources-page.tsx';
import { titleOf } from '#components/titles/title-of.ts';
import { sourcesQuery } from '#lib/api/client/sources.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = {
  title: { absolute: titleOf({ page: 'settings', section: 'Sources' }) },
};

export default async function Page() {
  const state = await prefetch('/settings/sources', (client, app) => [
    client.prefetchQuery({ ...sourcesQuery(), queryFn: async () => (await app.listSources()).items }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <SourcesPage />
    </PrefetchedQueries>
  );
}
