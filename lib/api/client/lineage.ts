import { queryOptions } from '@tanstack/react-query';
import type { DocumentView } from '../contract/images/documents.ts';
import type { LineageView } from '../contract/images/lineage.ts';
import { freshFor, keyAt } from './past-answers.ts';
import { queryString, requestJson } from './request.ts';

/** One image's base chain: the latest verdict, or the one known at a past moment. */
export function lineageQuery(reference: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'lineage', reference],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<LineageView>(`/lineage${queryString({ reference, at })}`, { signal }),
  });
}

/** A manifest, config or attestation, byte for byte. Content by digest never changes, so it is fetched once. */
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
