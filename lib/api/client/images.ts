import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  ImageHistoryView,
  ImagePageView,
  ImageSort,
  ImageView,
  trackedResponse,
  trackResponse,
} from '../contract/images/images.ts';
import type { scanAccepted } from '../contract/images/scans.ts';
import type {
  publicResponse,
  restoreResponse,
  SelectionRequest,
  untrackResponse,
} from '../contract/images/selection.ts';
import type { ImagePlacesView } from '../contract/sources.ts';
import { byCursor } from './pages.ts';
import { freshFor, keyAt } from './past-answers.ts';
import { queryString, requestJson } from './request.ts';

/** Rows per request: two screens, so that scrolling rarely waits. */
export const IMAGES_PER_PAGE = 100;

/** The order of the fleet until another is chosen: the worst status first. */
export const FLEET_SORT: ImageSort = 'status';

/** A list with images that are not checked yet is read again so often, although events normally change it. */
const LIST_WAITING_MS = 10_000;

/** The path of one page of images; exports use it too. */
export function imagesPath(
  { filter, sort, at }: FleetView,
  cursor: string | undefined,
  limit: number,
): string {
  return `/images${queryString({ filter, sort, at, limit, cursor })}`;
}

/** The tracked images under a filter, page by page. */
export function imagesQuery(view: FleetView) {
  return infiniteQueryOptions({
    queryKey: [...keyAt(view.at), 'images', 'list', view],
    ...freshFor(view.at),
    queryFn: ({ pageParam, signal }) =>
      requestJson<ImagePageView>(imagesPath(view, pageParam, IMAGES_PER_PAGE), { signal }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      view.at === undefined &&
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'pending')) === true &&
      LIST_WAITING_MS,
  });
}

/** The first images under a filter, by name: for fields that find images while one types. */
export function namedImagesQuery(filter: string, limit: number) {
  return queryOptions({
    queryKey: ['images', 'jump', filter, limit],
    queryFn: ({ signal }) =>
      requestJson<ImagePageView>(imagesPath({ filter, sort: 'reference' }, undefined, limit), { signal }),
  });
}

/** An event says when an image is checked for the first time. It may be lost, so this is read again as often, too. */
const WAITING_MS = 3000;

/** One tracked image with its latest verdict, or as it was. */
export function imageQuery(id: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'images', 'one', id],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<ImageView>(`/images/${encodeURIComponent(id)}${queryString({ at })}`, { signal }),
    refetchInterval: ({ state }) => at === undefined && state.data?.status === 'pending' && WAITING_MS,
  });
}

/** Every place that mentions an image now. */
export function placesQuery(id: string) {
  return queryOptions({
    queryKey: ['images', 'places', id],
    queryFn: async ({ signal }) =>
      (await requestJson<ImagePlacesView>(`/images/${encodeURIComponent(id)}/places`, { signal })).items,
  });
}

/** Every digest an image's tag had and every changed verdict; `at` also finds an image that is no longer tracked. */
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

/** Tracks images, at most 10,000 per call. Images that are already tracked are returned, not duplicated. */
export function trackImages(references: readonly string[]) {
  return requestJson<z.infer<typeof trackResponse>>('/images', { method: 'POST', body: { references } });
}

/** Which of these references are tracked, at most 10,000 per call. */
export function trackedAmong(references: readonly string[], signal?: AbortSignal) {
  return requestJson<z.infer<typeof trackedResponse>>('/images/tracked', {
    method: 'POST',
    body: { references },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Stops tracking the selected images. */
export function untrackImages(selection: SelectionRequest) {
  return requestJson<z.infer<typeof untrackResponse>>('/images/untrack', { method: 'POST', body: selection });
}

/** Tracks images again that were untracked, with their history. */
export function restoreImages(ids: readonly string[]) {
  return requestJson<z.infer<typeof restoreResponse>>('/images/restore', { method: 'POST', body: { ids } });
}

/** Makes the selected images public or private. */
export function markImages(selection: SelectionRequest, isPublic: boolean) {
  return requestJson<z.infer<typeof publicResponse>>('/images/public', {
    method: 'POST',
    body: { ...selection, public: isPublic },
  });
}

/** Checks the selected images again. */
export function scanImages(selection: SelectionRequest) {
  return requestJson<z.infer<typeof scanAccepted>>('/scans', { method: 'POST', body: selection });
}

/** Makes one image public or private. */
export function markImage(id: string, isPublic: boolean) {
  return requestJson<ImageView>(`/images/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    body: { public: isPublic },
  });
}

/** Filter, order and moment of the fleet: the part of the URL that table, chart and export share. */
export interface FleetView {
  readonly filter: string;
  readonly sort: ImageSort;
  /** As the fleet was then (ISO 8601). */
  readonly at?: string | undefined;
}
