import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { settingsQuery } from '#lib/api/client/settings.ts';

const never = () => () => {};

/**
 * This server's address for links that people share: the configured one, else the one this page was opened with. Empty
 * until the browser has rendered the page.
 */
export function useOrigin(): string {
  const opened = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => '',
  );
  const settings = useQuery(settingsQuery());
  return settings.data?.publicUrl ?? opened;
}
