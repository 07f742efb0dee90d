import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { FleetSummaryView, sampleFleet } from '../contract/images/fleet.ts';
import type { scanAccepted } from '../contract/images/scans.ts';
import { freshFor, keyAt } from './past-answers.ts';
import { queryString, requestJson } from './request.ts';

/** The summary of the fleet under a filter, now or at a past moment. */
export function fleetQuery(filter: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'fleet', filter],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<FleetSummaryView>(`/fleet${queryString({ filter, at })}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/**
 * When the last scan ended. The shell uses its own key: if it filled the fleet page's query first, that page would
 * render without its prefetched data.
 */
export function lastScanQuery() {
  return queryOptions({
    queryKey: ['last-scan'],
    queryFn: async ({ signal }) => (await requestJson<FleetSummaryView>('/fleet', { signal })).lastScanAt,
  });
}

/** Scans every image that matches the filter; the whole fleet if it is empty. */
export function scanFleet(filter: string) {
  return requestJson<z.infer<typeof scanAccepted>>('/scans', {
    method: 'POST',
    body: filter === '' ? {} : { filter },
  });
}

/** Opens the sample fleet next to the tracked images. */
export function openSampleFleet() {
  return requestJson<z.infer<typeof sampleFleet>>('/sample-fleet', { method: 'POST', body: {} });
}

/** Removes the sample fleet. */
export function closeSampleFleet() {
  return requestJson<unknown>('/sample-fleet', { method: 'DELETE' });
}
