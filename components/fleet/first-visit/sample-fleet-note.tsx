'use client';

import { AllowedButton } from '#components/access/allowed.tsx';
import { useSampleFleet } from './use-sample-fleet.ts';

/** Says that the sample fleet is open, with a button that removes it. */
export function SampleFleetNote() {
  const { close } = useSampleFleet();
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      The sample fleet is open. Its images are in a registry inside Baseboard.
      <AllowedButton permission="track" size="sm" disabled={close.isPending} onClick={() => close.mutate()}>
        Remove sample fleet
      </AllowedButton>
    </p>
  );
}
