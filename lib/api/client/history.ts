import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ChangePageView, MomentsView, TrendView } from '../contract/images/history.ts';
import { queryString, requestJson } from './request.ts';

/** Enough points that a step is a pixel or two of the chart. */
export const TREND_POINTS = 90;

/** As many moments as the slider has room for. */
export const MOMENTS = 300;

/** Changes per request. */
const CHANGES_PER_PAGE = 200;

/** How many images had each status over time: of the fleet under a filter, or of those on a base. */
export function trendQuery({ filter = '', base = '' }: { filter?: string; base?: string }) {
  return queryOptions({
    queryKey: ['fleet', 'trend', filter, base],
    queryFn: ({ signal }) =>
      requestJson<TrendView>(`/trend${queryString({ filter, base, points: TREND_POINTS })}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The moments at which the fleet under a filter changed. */
export function momentsQuery(filter: string) {
  return queryOptions({
    queryKey: ['fleet', 'moments', filter],
    queryFn: ({ signal }) =>
      requestJson<MomentsView>(`/moments${queryString({ filter, limit: MOMENTS })}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The span (ISO 8601; empty for the last 24 hours and for now) and the filter of the shown changes. */
interface ChangesView {
  readonly from: string;
  readonly to: string;
  readonly filter: string;
}

/** The changes in a span, newest first, page by page. */
export function changesQuery({ from, to, filter }: ChangesView) {
  return infiniteQueryOptions({
    queryKey: ['fleet', 'changes', { from, to, filter }],
    queryFn: ({ pageParam, signal }) =>
      requestJson<ChangePageView>(
        `/changes${queryString({ ...pageParam, filter, limit: CHANGES_PER_PAGE })}`,
        { signal },
      ),
    initialPageParam: { from, to, cursor: '' },
    // The first page fixes the span: "now" moves on while later pages load.
    getNextPageParam: (page) =>
      page.nextCursor === null ? undefined : { from: page.from, to: page.to, cursor: page.nextCursor },
    placeholderData: keepPreviousData,
  });
}
