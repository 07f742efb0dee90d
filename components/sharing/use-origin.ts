import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { settingsQuery } from '#lib/api/client/settings.ts';

const never = () => () => {};

/**
 * Where this server is reached, for addresses that are handed to others: as it is set, else as this page was opened.
 * Empty until the browser has drawn the page.
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
