import { BasePage } from '#components/bases/base-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { BaseTitle } from '#components/titles/page-titles.tsx';
import { baseQuery } from '#lib/api/client/bases.ts';
import { parameter, prefetch, type SearchParameters } from '#lib/api/server/routes/prefetch.ts';

export default async function Page({ searchParams }: { searchParams: SearchParameters }) {
  const reference = parameter(await searchParams, 'reference');
  const state = await prefetch(`/bases?${new URLSearchParams({ reference })}`, (client, app) =>
    reference === ''
      ? []
      : [
          client.prefetchQuery({
            ...baseQuery(reference),
            queryFn: () => app.readBase(reference),
            retry: false,
          }),
        ],
  );
  return (
    <PrefetchedQueries state={state}>
      <BaseTitle />
      <BasePage />
    </PrefetchedQueries>
  );
}
