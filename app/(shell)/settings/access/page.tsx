import type { Metadata } from 'next';
import { AccessPage } from '#components/access/administration/access-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { titleOf } from '#components/titles/title-of.ts';
import {
  ACCESS_PER_PAGE,
  accessAuditQuery,
  apiTokensQuery,
  peopleQuery,
  sessionsQuery,
} from '#lib/api/client/access.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = {
  title: { absolute: titleOf({ page: 'settings', section: 'Access' }) },
};

export default async function Page() {
  const state = await prefetch('/settings/access', (client, app, who) => [
    client.prefetchQuery({ ...apiTokensQuery(), queryFn: () => app.listApiTokens(who) }),
    client.prefetchQuery({ ...sessionsQuery(), queryFn: () => app.listSessions(who) }),
    ...(who.permissions.includes('administer')
      ? [
          client.prefetchQuery({ ...peopleQuery(), queryFn: () => app.listPeople() }),
          client.prefetchInfiniteQuery({
            ...accessAuditQuery(),
            queryFn: () => app.listAccess({ limit: ACCESS_PER_PAGE }),
          }),
        ]
      : []),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <AccessPage />
    </PrefetchedQueries>
  );
}
