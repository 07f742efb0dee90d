import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ChangePageView, MomentsView, TrendView } from '../contract/images/history.ts';
import { queryString, requestJson } from './request.ts';

/** Enough that a step is a pixel or two of the chart. */
export const TREND_POINTS = 90;
/** As many steps as a slider has room for. */
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

/** Between which moments (ISO 8601; empty for the last 24 hours and now) and under which filter changes are shown. */
export interface ChangesView {
  readonly from: string;
  readonly to: string;
  readonly filter: string;
}

/** What changed, newest first, page after page. */
export function changesQuery({ from, to, filter }: ChangesView) {
  return infiniteQueryOptions({
    queryKey: ['fleet', 'changes', { from, to, filter }],
    queryFn: ({ pageParam, signal }) =>
      requestJson<ChangePageView>(
        `/changes${queryString({ ...pageParam, filter, limit: CHANGES_PER_PAGE })}`,
        { signal },
      ),
    initialPageParam: { from, to, cursor: '' },
    // Pages that follow are of the span of the first: "now" goes on meanwhile.
    getNextPageParam: (page) =>
      page.nextCursor === null ? undefined : { from: page.from, to: page.to, cursor: page.nextCursor },
    placeholderData: keepPreviousData,
  });
}
