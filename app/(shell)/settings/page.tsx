import type { Metadata } from 'next';
import { GeneralPage } from '#components/settings/general-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { settingsQuery } from '#lib/api/client/settings.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = { title: 'Settings' };

export default async function Page() {
  const state = await prefetch('/settings', (client, app) => [
    client.prefetchQuery({ ...settingsQuery(), queryFn: async () => app.settings() }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <GeneralPage />
    </PrefetchedQueries>
  );
}
