import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ImagePage } from '#components/images/image-page.tsx';
import { imageQuery, lineageQuery } from '#lib/api/queries.ts';
import { prefetch } from '#lib/api/server/prefetch.ts';

export const metadata: Metadata = { title: 'Image' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const state = await prefetch(`/images/${id}`, (client, app) => {
    const image = app.getImage(id);
    return [
      client.prefetchQuery({ ...imageQuery(id), queryFn: () => image, retry: false }),
      image.then(({ reference, checkedAt }) =>
        // One that was never looked at is left to the browser: the page must not wait for a registry.
        checkedAt === null
          ? undefined
          : client.prefetchQuery({
              ...lineageQuery(reference),
              queryFn: () => app.resolveLineage({ reference, refresh: false }),
            }),
      ),
    ];
  });
  return (
    <HydrationBoundary state={state}>
      <ImagePage id={id} />
    </HydrationBoundary>
  );
}
