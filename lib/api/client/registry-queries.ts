import { queryOptions } from '@tanstack/react-query';
import type { RegistryListView } from '../contract/registries.ts';
import { requestJson } from './request.ts';

/** Every known registry and its health; refetched on the stream's `registry` events. */
export function registriesQuery() {
  return queryOptions({
    queryKey: ['registries'],
    queryFn: ({ signal }) => requestJson<RegistryListView>('/registries', { signal }),
  });
}
