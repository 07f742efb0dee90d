import { queryOptions } from '@tanstack/react-query';
import type { ScanDetailsView, ScanProgressView } from '../contract/images/scans.ts';
import { requestJson } from './request.ts';

/** What a running scan waits for changes without an event. */
const AGAIN_MS = 3000;

/** How far a scan is, and which registries it waits for. */
export function scanQuery(id: string) {
  return queryOptions({
    queryKey: ['scans', id],
    queryFn: ({ signal }) => requestJson<ScanDetailsView>(`/scans/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.finishedAt ? false : AGAIN_MS),
  });
}

/** Cancels a scan: images under way are still checked. */
export function cancelScan(id: string) {
  return requestJson<ScanProgressView>(`/scans/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
