import { queryOptions } from '@tanstack/react-query';
import type {
  FilesBody,
  SourceEditBody,
  SourceListView,
  SourcePreviewBody,
  SourcePreviewView,
  SourceRequestBody,
  SourceView,
} from '../contract/sources.ts';
import { queryString, requestJson } from './request.ts';

/** All sources, by name; refetched on the stream's `source` events. */
export function sourcesQuery() {
  return queryOptions({
    queryKey: ['sources'],
    queryFn: async ({ signal }) => (await requestJson<SourceListView>('/sources', { signal })).items,
  });
}

/** Creates a source, which is listed at once. */
export function createSource(request: SourceRequestBody) {
  return requestJson<SourceView>('/sources', { method: 'POST', body: request });
}

/** Changes a source, which is listed at once. */
export function changeSource(id: string, request: SourceEditBody) {
  return requestJson<SourceView>(sourcePath(id), { method: 'PATCH', body: request });
}

/** Removes a source; its images are untracked unless they are kept. */
export function removeSource(id: string, keepImages: boolean) {
  return requestJson<undefined>(`${sourcePath(id)}${queryString({ keepImages })}`, { method: 'DELETE' });
}

/** What a source would track. Lists its registry while the caller waits. */
export function previewSource(request: SourcePreviewBody) {
  return requestJson<SourcePreviewView>('/sources/preview', { method: 'POST', body: request });
}

/** Lists a source now. */
export function listSourceNow(id: string) {
  return requestJson<SourceView>(`${sourcePath(id)}/list`, { method: 'POST', body: {} });
}

/** Confirms that the images which the last listing misses are gone. */
export function confirmListing(id: string) {
  return requestJson<SourceView>(`${sourcePath(id)}/confirm`, { method: 'POST', body: {} });
}

/** Uploads the files of a source of the kind `files`, in place of those that it had. */
export function uploadFiles(id: string, files: FilesBody['files']) {
  return requestJson<SourceView>(`${sourcePath(id)}/files`, { method: 'POST', body: { files } });
}

function sourcePath(id: string): string {
  return `/sources/${encodeURIComponent(id)}`;
}
