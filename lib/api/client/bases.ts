import { queryOptions } from '@tanstack/react-query';
import type { BaseView, NewerTagsView } from '../contract/images/bases.ts';
import { queryString, requestJson } from './request.ts';

/** A base with its history and the number of its dependents; verdicts refetch it as they do images. */
export function baseQuery(reference: string) {
  return queryOptions({
    queryKey: ['images', 'base', reference],
    queryFn: ({ signal }) => requestJson<BaseView>(`/bases${queryString({ reference })}`, { signal }),
  });
}

/** The newer tags of a base, from its registry: requested when somebody wants them. */
export function newerTagsQuery(reference: string) {
  return queryOptions({
    queryKey: ['newer-tags', reference],
    queryFn: ({ signal }) =>
      requestJson<NewerTagsView>(`/bases/newer-tags${queryString({ reference })}`, { signal }),
    staleTime: 60_000,
    retry: false,
  });
}
