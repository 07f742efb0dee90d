import type { Metadata } from 'next';
import { HooksPage } from '#components/hooks/hooks-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { titleOf } from '#components/titles/title-of.ts';
import { hooksQuery } from '#lib/api/client/hooks.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = {
  title: { absolute: titleOf({ page: 'settings', section: 'Hooks' }) },
};

export default async function Page() {
  const state = await prefetch('/settings/hooks', (client, app) => [
    client.prefetchQuery({
      ...hooksQuery(),
      queryFn: async () => (await app.listHooks()).items,
      retry: false,
    }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <HooksPage />
    </PrefetchedQueries>
  );
}
