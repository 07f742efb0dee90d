'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';

/** The path that was refused, since the browser loaded the document. */
let refused: string | undefined;

/**
 * Makes the links of a page that the shell's layout refused lead on. Pages share that layout, so the browser keeps its
 * refusal when it navigates and shows it for every other page. This loads the next page anew.
 */
export function LoadNextPage() {
  const path = usePathname();
  useEffect(() => {
    refused ??= path;
    if (path !== refused) location.reload();
  }, [path]);
  return null;
}
