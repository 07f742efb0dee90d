import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ReportCreatedView, ReportListView, ReportRequest } from '../contract/reports.ts';
import { byCursor } from './pages.ts';
import { queryString, requestJson } from './request.ts';

/** Rows per request of the list of reports. */
export const REPORTS_PER_PAGE = 50;

/** Your reports, newest first, page by page; an admin gets everyone's. */
export function reportsQuery() {
  return infiniteQueryOptions({
    queryKey: ['reports'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<ReportListView>(`/reports${queryString({ limit: REPORTS_PER_PAGE, cursor: pageParam })}`, {
        signal,
      }),
    ...byCursor,
  });
}

/** Creates a report; anyone with the returned link can read it. */
export function createReport(request: ReportRequest) {
  return requestJson<ReportCreatedView>('/reports', { method: 'POST', body: request });
}

/** Revokes a report's link for good. */
export function revokeReport(id: string) {
  return requestJson<undefined>(`/reports/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
