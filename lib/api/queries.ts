import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CascadePageView, CascadeView } from './contract/cascades.ts';
import type { DocumentView } from './contract/documents.ts';
import type { FleetSummaryView } from './contract/fleet.ts';
import type { GraphView } from './contract/graph.ts';
import type { ImageHistoryView, ImagePageView, ImageSort, ImageView } from './contract/images.ts';
import type { LineageView } from './contract/lineage.ts';
import type {
  AuditPageView,
  RebasePageView,
  RebasePlanView,
  RebaseState,
  RebaseView,
} from './contract/rebases.ts';
import type { SettingsView } from './contract/service.ts';
import { queryString, requestJson } from './request.ts';

/** What of the fleet is shown, and in which order: the part of the URL that table, chart and export share. */
export interface FleetView {
  readonly filter: string;
  readonly sort: ImageSort;
}

/** Rows per request: two screens, so that scrolling seldom waits. */
export const IMAGES_PER_PAGE = 100;

/** The path of one page of images; exports walk the same path. */
export function imagesPath({ filter, sort }: FleetView, cursor: string | undefined, limit: number): string {
  return `/images${queryString({ filter, sort, limit, cursor })}`;
}

/** The tracked images under a filter, page after page. */
export function imagesQuery(view: FleetView) {
  return infiniteQueryOptions({
    queryKey: ['images', 'list', view],
    queryFn: ({ pageParam, signal }) =>
      requestJson<ImagePageView>(imagesPath(view, pageParam, IMAGES_PER_PAGE), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** One tracked image with its latest verdict. */
export function imageQuery(id: string) {
  return queryOptions({
    queryKey: ['images', 'one', id],
    queryFn: ({ signal }) => requestJson<ImageView>(`/images/${encodeURIComponent(id)}`, { signal }),
  });
}

/** Every digest an image's tag had, and every verdict that changed. */
export function imageHistoryQuery(id: string) {
  return queryOptions({
    queryKey: ['images', 'history', id],
    queryFn: ({ signal }) =>
      requestJson<ImageHistoryView>(`/images/${encodeURIComponent(id)}/history`, { signal }),
  });
}

/** The headline and the chart of the fleet page. */
export function fleetQuery(filter: string) {
  return queryOptions({
    queryKey: ['fleet', filter],
    queryFn: ({ signal }) => requestJson<FleetSummaryView>(`/fleet${queryString({ filter })}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/**
 * When the last scan ended. The shell asks under a key of its own: were a query of a page's in the cache before
 * the page's own data arrive with it, the page would be drawn without them.
 */
export function lastScanQuery() {
  return queryOptions({
    queryKey: ['last-scan'],
    queryFn: async ({ signal }) => (await requestJson<FleetSummaryView>('/fleet', { signal })).lastScanAt,
  });
}

/** One image's chain, as last judged. */
export function lineageQuery(reference: string) {
  return queryOptions({
    queryKey: ['lineage', reference],
    queryFn: ({ signal }) => requestJson<LineageView>(`/lineage${queryString({ reference })}`, { signal }),
  });
}

/** What stands on an image: its surroundings in the graph, one hop up. */
export function dependentsQuery(reference: string) {
  return queryOptions({
    queryKey: ['graph', 'dependents', reference],
    queryFn: ({ signal }) =>
      requestJson<GraphView>(`/graph${queryString({ focus: reference, dependents: 1, bases: 0 })}`, {
        signal,
      }),
  });
}

/** A manifest, config or attestation byte for byte; immutable, so fetched once. */
export function documentQuery(digest: string, repository: string | undefined) {
  return queryOptions({
    queryKey: ['documents', digest, repository],
    queryFn: ({ signal }) =>
      requestJson<DocumentView>(`/documents/${encodeURIComponent(digest)}${queryString({ repository })}`, {
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A plan as it was shown. */
export function rebasePlanQuery(planId: string) {
  return queryOptions({
    queryKey: ['rebases', 'plan', planId],
    queryFn: ({ signal }) =>
      requestJson<RebasePlanView>(`/rebases/plan/${encodeURIComponent(planId)}`, { signal }),
  });
}

/** One rebase with its steps; the stream's `rebase` events make it be asked again. */
export function rebaseQuery(id: string) {
  return queryOptions({
    queryKey: ['rebases', 'one', id],
    queryFn: ({ signal }) => requestJson<RebaseView>(`/rebases/${encodeURIComponent(id)}`, { signal }),
  });
}

/** What of the activity is shown: the part of the URL that its lists share. */
export interface ActivityView {
  readonly state: RebaseState | undefined;
  readonly text: string;
}

/** The rebases, newest first, page after page. */
export function rebasesQuery({ state, text }: ActivityView) {
  return infiniteQueryOptions({
    queryKey: ['rebases', 'list', state ?? '', text],
    queryFn: ({ pageParam, signal }) =>
      requestJson<RebasePageView>(
        `/rebases${queryString({ state, text: text === '' ? undefined : text, limit: 50, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Every tag that was moved, newest first, page after page. */
export function auditQuery(text: string) {
  return infiniteQueryOptions({
    queryKey: ['audit', text],
    queryFn: ({ pageParam, signal }) =>
      requestJson<AuditPageView>(
        `/audit${queryString({ text: text === '' ? undefined : text, limit: 50, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** One cascade with its images; the stream's `cascade` events make it be asked again. */
export function cascadeQuery(id: string) {
  return queryOptions({
    queryKey: ['cascades', 'one', id],
    queryFn: ({ signal }) => requestJson<CascadeView>(`/cascades/${encodeURIComponent(id)}`, { signal }),
  });
}

/** The cascades that were begun, newest first, page after page. */
export function cascadesQuery() {
  return infiniteQueryOptions({
    queryKey: ['cascades', 'list'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<CascadePageView>(`/cascades${queryString({ limit: 20, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** What the server is set to. */
export function settingsQuery() {
  return queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => requestJson<SettingsView>('/settings', { signal }),
  });
}
