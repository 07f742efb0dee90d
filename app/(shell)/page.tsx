import type { Metadata } from 'next';
import { Suspense } from 'react';
import { FleetPage } from '#components/images/fleet-page.tsx';
import { FleetSkeleton } from '#components/images/fleet-skeleton.tsx';

export const metadata: Metadata = { title: 'Fleet' };

export default function Page() {
  return (
    <Suspense fallback={<FleetSkeleton />}>
      <FleetPage />
    </Suspense>
  );
}
