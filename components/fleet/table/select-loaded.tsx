'use client';

import { useEffect, useRef } from 'react';
import { useShownMoment } from '#components/history/url-moment.tsx';
import type { TableSelection } from './use-selection.ts';

/** The box that selects all loaded images, or nothing. The past cannot be selected: actions are on the present. */
export function SelectLoaded({ selection }: { selection: TableSelection }) {
  const past = useShownMoment();
  const box = useRef<HTMLInputElement>(null);
  const { allLoaded, someLoaded, toggleLoaded } = selection;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = someLoaded && !allLoaded;
  }, [someLoaded, allLoaded]);
  return (
    <input
      ref={box}
      type="checkbox"
      disabled={past !== undefined}
      aria-label="Select all loaded images"
      checked={allLoaded}
      onChange={toggleLoaded}
      className="size-3.5 accent-accent"
    />
  );
}
