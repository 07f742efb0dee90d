import type { Metadata } from 'next';
import { Suspense } from 'react';
import { GraphPage } from '#components/lineage/graph-page.tsx';
import { GraphSkeleton } from '#components/lineage/graph-skeleton.tsx';

export const metadata: Metadata = { title: 'Graph' };

export default function Page() {
  return (
    <Suspense fallback={<GraphSkeleton />}>
      <GraphPage />
    </Suspense>
  );
}
