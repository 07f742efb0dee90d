import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ReportCreatedView, ReportListView, ReportRequest } from '../contract/reports.ts';
import { queryString, requestJson } from './request.ts';

/** Rows per request of the list of reports. */
export const REPORTS_PER_PAGE = 50;

/** One's own reports, newest first, page after page; an admin sees everybody's. */
export function reportsQuery() {
  return infiniteQueryOptions({
    queryKey: ['reports'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<ReportListView>(`/reports${queryString({ limit: REPORTS_PER_PAGE, cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Makes a report; whoever has the link that is answered can read it. */
export function makeReport(asked: ReportRequest) {
  return requestJson<ReportCreatedView>('/reports', { method: 'POST', body: asked });
}

/** Ends a report's link for good. */
export function endReport(id: string) {
  return requestJson<undefined>(`/reports/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
