import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { scanAccepted } from '../contract/images/scans.ts';
import type { RegistryListView } from '../contract/registries.ts';
import { requestJson } from './request.ts';

/** Every known registry and its health; refetched on the stream's `registry` events. */
export function registriesQuery() {
  return queryOptions({
    queryKey: ['registries'],
    queryFn: ({ signal }) => requestJson<RegistryListView>('/registries', { signal }),
  });
}

/** Ends a registry's pause and scans the images that it holds or blocks. */
export function retryRegistry(host: string) {
  return requestJson<z.infer<typeof scanAccepted>>(`/registries/${encodeURIComponent(host)}/retry`, {
    method: 'POST',
    body: {},
  });
}
