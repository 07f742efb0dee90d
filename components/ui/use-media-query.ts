import { useCallback, useSyncExternalStore } from 'react';

/** Below this the table's rows are cards (Tailwind's `md`). */
export const PHONE = '(max-width: 767.98px)';

/** Whether a media query holds; on the server and during hydration it does not. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  );
}
