import { readMoment } from '#components/history/moment-text.ts';
import { ImagePage } from '#components/images/image-page.tsx';
import { PrefetchedQueries } from '#components/shell/prefetched-queries.tsx';
import { ImageTitle } from '#components/titles/page-titles.tsx';
import { imageQuery } from '#lib/api/client/images.ts';
import { lineageQuery } from '#lib/api/client/lineage.ts';
import { parameter, prefetch, type SearchParameters } from '#lib/api/server/routes/prefetch.ts';

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: SearchParameters;
}) {
  const { id } = await params;
  const at = readMoment(parameter(await searchParams, 'at'));
  const moment = at === undefined ? undefined : new Date(at);
  const state = await prefetch(`/images/${id}`, (client, app, who) => {
    const image = app.getImage(id, moment);
    return [
      client.prefetchQuery({ ...imageQuery(id, at), queryFn: () => image, retry: false }),
      image.then(({ reference, checkedAt }) =>
        // The browser fetches the first check of an image: the page must not wait for a registry.
        checkedAt === null
          ? undefined
          : client.prefetchQuery({
              ...lineageQuery(reference, at),
              queryFn: () => app.resolveLineage({ reference, refresh: false, at: moment }, who),
            }),
      ),
    ];
  });
  return (
    <PrefetchedQueries state={state}>
      <ImageTitle id={id} />
      <ImagePage id={id} />
    </PrefetchedQueries>
  );
}
