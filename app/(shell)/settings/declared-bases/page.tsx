import type { Metadata } from 'next';
import { DeclaredBasesPage } from '#components/declared-bases/declared-bases-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { titleOf } from '#components/titles/title-of.ts';
import { declaredBasesQuery } from '#lib/api/client/declared-bases.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = {
  title: { absolute: titleOf({ page: 'settings', section: 'Declared bases' }) },
};

export default async function Page() {
  const state = await prefetch('/settings/declared-bases', (client, app) => [
    client.prefetchQuery({
      ...declaredBasesQuery(),
      queryFn: async () => (await app.listDeclaredBases()).items,
    }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <DeclaredBasesPage />
    </PrefetchedQueries>
  );
}
