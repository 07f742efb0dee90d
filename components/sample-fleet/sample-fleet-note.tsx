'use client';

import type { ReactNode } from 'react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { useSampleFleet } from './use-sample-fleet.ts';

/** Says what belongs to the open sample fleet, with a button that removes it. */
export function SampleFleetNote({ children }: { children: ReactNode }) {
  const { close } = useSampleFleet();
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      {children}
      <AllowedButton
        permission="track"
        size="sm"
        disabled={close.isPending}
        onClick={() => close.mutate()}
        className="max-md:h-11"
      >
        Remove sample fleet
      </AllowedButton>
    </p>
  );
}
