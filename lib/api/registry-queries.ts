import { queryOptions } from '@tanstack/react-query';
import type { RegistryListView } from './contract/registries.ts';
import { requestJson } from './request.ts';

/** Every registry that is known here and how it answers; the stream's `registry` events make it be asked again. */
export function registriesQuery() {
  return queryOptions({
    queryKey: ['registries'],
    queryFn: ({ signal }) => requestJson<RegistryListView>('/registries', { signal }),
  });
}
