import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RebaseState } from '#lib/rebase/states.ts';
import type { CascadePageView, CascadeView } from '../contract/cascades.ts';
import type { DocumentView } from '../contract/images/documents.ts';
import type { FleetSummaryView } from '../contract/images/fleet.ts';
import type { GraphView } from '../contract/images/graph.ts';
import type { ImageHistoryView, ImagePageView, ImageSort, ImageView } from '../contract/images/images.ts';
import type { LineageView } from '../contract/images/lineage.ts';
import type { AuditPageView, RebasePageView, RebaseView } from '../contract/rebases.ts';
import type { SettingsView } from '../contract/service.ts';
import { queryString, requestJson } from './request.ts';

/** What of the fleet is shown, and in which order: the part of the URL that table, chart and export share. */
export interface FleetView {
  readonly filter: string;
  readonly sort: ImageSort;
  /** As the fleet was then (ISO 8601). */
  readonly at?: string | undefined;
}

/** Begins the key of an answer: one about the past is kept apart, since nothing that happens now changes it. */
export function keyAt(at: string | undefined): readonly string[] {
  return at === undefined ? [] : ['past', at];
}

/** How long an answer holds: one about the past for ever. */
export function freshFor(at: string | undefined): { staleTime?: number } {
  return at === undefined ? {} : { staleTime: Number.POSITIVE_INFINITY };
}

/** Rows per request: two screens, so that scrolling seldom waits. */
export const IMAGES_PER_PAGE = 100;

/** The path of one page of images; exports walk the same path. */
export function imagesPath(
  { filter, sort, at }: FleetView,
  cursor: string | undefined,
  limit: number,
): string {
  return `/images${queryString({ filter, sort, at, limit, cursor })}`;
}

/** The tracked images under a filter, page after page. */
export function imagesQuery(view: FleetView) {
  return infiniteQueryOptions({
    queryKey: [...keyAt(view.at), 'images', 'list', view],
    ...freshFor(view.at),
    queryFn: ({ pageParam, signal }) =>
      requestJson<ImagePageView>(imagesPath(view, pageParam, IMAGES_PER_PAGE), { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** One tracked image with its latest verdict, or as it was. */
export function imageQuery(id: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'images', 'one', id],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<ImageView>(`/images/${encodeURIComponent(id)}${queryString({ at })}`, { signal }),
  });
}

/** Every digest an image's tag had, and every verdict that changed; `at` finds one that is no longer tracked. */
export function imageHistoryQuery(id: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'images', 'history', id],
    queryFn: ({ signal }) =>
      requestJson<ImageHistoryView>(`/images/${encodeURIComponent(id)}/history${queryString({ at })}`, {
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

/** The headline and the chart of the fleet page, now or as they were. */
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
 * When the last scan ended. The shell asks under a key of its own: were a query of a page's in the cache before
 * the page's own data arrive with it, the page would be drawn without them.
 */
export function lastScanQuery() {
  return queryOptions({
    queryKey: ['last-scan'],
    queryFn: async ({ signal }) => (await requestJson<FleetSummaryView>('/fleet', { signal })).lastScanAt,
  });
}

/** One image's chain, as last judged or as it was known at a time. */
export function lineageQuery(reference: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'lineage', reference],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<LineageView>(`/lineage${queryString({ reference, at })}`, { signal }),
  });
}

/** What stands on an image: its surroundings in the graph, one hop up. */
export function dependentsQuery(reference: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'graph', 'dependents', reference],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<GraphView>(`/graph${queryString({ focus: reference, dependents: 1, bases: 0, at })}`, {
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
