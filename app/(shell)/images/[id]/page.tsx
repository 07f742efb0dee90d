import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ImagePage } from '#components/images/image-page.tsx';
import { ImageSkeleton } from '#components/images/image-skeleton.tsx';

export const metadata: Metadata = { title: 'Image' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Suspense fallback={<ImageSkeleton />}>
      <ImagePage id={id} />
    </Suspense>
  );
}
