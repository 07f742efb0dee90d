import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  CascadePageView,
  CascadeView,
  cascadeAction,
  cascadePlanRequest,
  cascadeStartRequest,
} from '../contract/cascades.ts';
import { byCursor } from './pages.ts';
import { queryString, requestJson } from './request.ts';

/** One cascade with its images; the event stream's `cascade` events refetch it. */
export function cascadeQuery(id: string) {
  return queryOptions({
    queryKey: ['cascades', 'one', id],
    queryFn: ({ signal }) => requestJson<CascadeView>(`/cascades/${encodeURIComponent(id)}`, { signal }),
  });
}

/** The started cascades, newest first, page by page. */
export function cascadesQuery() {
  return infiniteQueryOptions({
    queryKey: ['cascades', 'list'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<CascadePageView>(`/cascades${queryString({ limit: 20, cursor: pageParam })}`, { signal }),
    ...byCursor,
  });
}

/** Plans to rebase everything based on an image. */
export function planCascade(request: z.infer<typeof cascadePlanRequest>) {
  return requestJson<CascadeView>('/cascades/plan', { method: 'POST', body: request });
}

/** Starts, pauses, resumes or stops a cascade. */
export function changeCascade(
  id: string,
  action: z.infer<typeof cascadeAction>,
  body: z.infer<typeof cascadeStartRequest> = {},
) {
  return requestJson<CascadeView>(`/cascades/${encodeURIComponent(id)}/${action}`, { method: 'POST', body });
}

/** Plans to move the tags of a cascade back: a cascade to start. */
export function planCascadeRollBack(id: string) {
  return requestJson<CascadeView>(`/cascades/${encodeURIComponent(id)}/rollback`, {
    method: 'POST',
    body: {},
  });
}
