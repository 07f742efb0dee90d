import type { Metadata } from 'next';
import { NotificationsPage } from '#components/notifications/notifications-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { titleOf } from '#components/titles/title-of.ts';
import { channelsQuery } from '#lib/api/client/channels.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = {
  title: { absolute: titleOf({ page: 'settings', section: 'Notifications' }) },
};

export default async function Page() {
  const state = await prefetch('/settings/notifications', (client, app) => [
    client.prefetchQuery({ ...channelsQuery(), queryFn: () => app.listChannels(), retry: false }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <NotificationsPage />
    </PrefetchedQueries>
  );
}
