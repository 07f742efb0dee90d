import { infiniteQueryOptions } from '@tanstack/react-query';
import type { HoldPageView, HoldRequest, HoldView, SnoozeRequest } from '../contract/images/holds.ts';
import { byCursor } from './pages.ts';
import { queryString, requestJson } from './request.ts';

/** What is snoozed, newest first, page by page. */
export function holdsQuery() {
  return infiniteQueryOptions({
    queryKey: ['holds'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<HoldPageView>(`/holds${queryString({ limit: 50, cursor: pageParam })}`, { signal }),
    ...byCursor,
  });
}

/** Snoozes an image, everything based on a base, or whatever matches a filter. */
export function setHold(request: HoldRequest) {
  return requestJson<HoldView>('/holds', { method: 'POST', body: request });
}

/** Snoozes exactly the selected images. */
export function snoozeImages(request: SnoozeRequest) {
  return requestJson<HoldView>('/images/snooze', { method: 'POST', body: request });
}

/** Ends a hold. */
export function endHold(id: string) {
  return requestJson<undefined>(`/holds/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
