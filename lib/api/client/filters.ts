import { queryOptions } from '@tanstack/react-query';
import type { SavedFilterListView, SavedFilterView, SuggestionsView } from '../contract/images/filters.ts';
import { queryString, requestJson } from './request.ts';

const SAVED = ['saved-filters'] as const;

/** All saved filters, by name. */
export function savedFiltersQuery() {
  return queryOptions({
    queryKey: SAVED,
    queryFn: async ({ signal }) => (await requestJson<SavedFilterListView>('/filters', { signal })).items,
  });
}

/** Values for a key of the filter language, among the images under the rest of the filter. */
export function suggestionsQuery(request: { key: string; value: string; filter: string }) {
  return queryOptions({
    queryKey: ['filter-suggestions', request] as const,
    queryFn: async ({ signal }) =>
      (await requestJson<SuggestionsView>(`/filters/suggestions${queryString(request)}`, { signal })).items,
    staleTime: 30_000,
    retry: false,
  });
}

/** Saves a filter under a name. */
export function saveFilter(request: { name: string; filter: string }) {
  return requestJson<SavedFilterView>('/filters', { method: 'POST', body: request });
}

/** Renames a saved filter, or saves another filter under its name. */
export function changeFilter(id: string, changes: { name?: string; filter?: string }) {
  return requestJson<SavedFilterView>(`/filters/${id}`, { method: 'PATCH', body: changes });
}

/** Deletes a saved filter. */
export function deleteFilter(id: string) {
  return requestJson<unknown>(`/filters/${id}`, { method: 'DELETE' });
}
