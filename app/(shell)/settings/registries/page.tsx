import type { Metadata } from 'next';
import { RegistriesPage } from '#components/registries/registries-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { titleOf } from '#components/titles/title-of.ts';
import { registriesQuery } from '#lib/api/client/registries.ts';
import { prefetch } from '#lib/api/server/routes/prefetch.ts';

export const metadata: Metadata = {
  title: { absolute: titleOf({ page: 'settings', section: 'Registries' }) },
};

export default async function Page() {
  const state = await prefetch('/settings/registries', (client, app) => [
    client.prefetchQuery({ ...registriesQuery(), queryFn: () => app.listRegistries() }),
  ]);
  return (
    <PrefetchedQueries state={state}>
      <RegistriesPage />
    </PrefetchedQueries>
  );
}
