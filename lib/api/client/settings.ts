import { queryOptions } from '@tanstack/react-query';
import type { SettingsView } from '../contract/service.ts';
import { requestJson } from './request.ts';

/** The server's settings. */
export function settingsQuery() {
  return queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => requestJson<SettingsView>('/settings', { signal }),
  });
}
