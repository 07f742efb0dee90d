import { queryOptions } from '@tanstack/react-query';
import type {
  BaseCheckView,
  DeclaredBaseListView,
  DeclareRequest,
  NewDeclarationView,
} from '../contract/declared-bases.ts';
import { queryString, requestJson } from './request.ts';

/** All declared bases, those of the configuration first. */
export function declaredBasesQuery() {
  return queryOptions({
    queryKey: ['declared-bases'],
    queryFn: async ({ signal }) =>
      (await requestJson<DeclaredBaseListView>('/declared-bases', { signal })).items,
  });
}

/** Whether an image is based on a base that somebody names. The server reads both from their registries. */
export function baseCheckQuery(names: { reference: string; base: string }) {
  return queryOptions({
    queryKey: ['base-check', names],
    queryFn: ({ signal }) =>
      requestJson<BaseCheckView>(`/declared-bases/check${queryString({ ...names })}`, { signal }),
    staleTime: 60_000,
    retry: false,
  });
}

/** Declares the base of an image or of a repository, in place of an earlier declaration. */
export function declareBase(request: DeclareRequest) {
  return requestJson<NewDeclarationView>('/declared-bases', { method: 'POST', body: request });
}

/** Removes a declaration. */
export function removeDeclaredBase(id: string) {
  return requestJson<undefined>(`/declared-bases/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
