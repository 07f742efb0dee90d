import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AccessPageView, ApiTokenView, PersonView, SessionView } from '../contract/access.ts';
import { queryString, requestJson } from './request.ts';

/** Lines of the record of access per request. */
export const ACCESS_PER_PAGE = 50;

/** Your API tokens; an admin's are everyone's. */
export function apiTokensQuery() {
  return queryOptions({
    queryKey: ['access', 'tokens'],
    queryFn: ({ signal }) => requestJson<{ items: ApiTokenView[] }>('/access/tokens', { signal }),
  });
}

/** Your sessions; an admin's are everyone's. */
export function sessionsQuery() {
  return queryOptions({
    queryKey: ['access', 'sessions'],
    queryFn: ({ signal }) => requestJson<{ items: SessionView[] }>('/access/sessions', { signal }),
  });
}

/** Who ever logged in with the provider. */
export function peopleQuery() {
  return queryOptions({
    queryKey: ['access', 'people'],
    queryFn: ({ signal }) => requestJson<{ items: PersonView[] }>('/access/people', { signal }),
  });
}

/** The record of access, newest first, page after page. */
export function accessAuditQuery() {
  return infiniteQueryOptions({
    queryKey: ['access', 'record'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<AccessPageView>(
        `/access/audit${queryString({ limit: ACCESS_PER_PAGE, cursor: pageParam })}`,
        {
          signal,
        },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
