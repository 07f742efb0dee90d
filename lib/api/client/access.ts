import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AccessPageView,
  ApiTokenRequest,
  ApiTokenView,
  MadeApiTokenView,
  PersonView,
  SessionView,
} from '../contract/access.ts';
import { byCursor } from './pages.ts';
import { queryString, requestJson } from './request.ts';

/** Entries of the access audit log per request. */
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

/** Everyone who has logged in with the provider. */
export function peopleQuery() {
  return queryOptions({
    queryKey: ['access', 'people'],
    queryFn: ({ signal }) => requestJson<{ items: PersonView[] }>('/access/people', { signal }),
  });
}

/** The access audit log, newest first, page by page. */
export function accessAuditQuery() {
  return infiniteQueryOptions({
    queryKey: ['access', 'audit'],
    queryFn: ({ pageParam, signal }) =>
      requestJson<AccessPageView>(
        `/access/audit${queryString({ limit: ACCESS_PER_PAGE, cursor: pageParam })}`,
        {
          signal,
        },
      ),
    ...byCursor,
  });
}

/** Creates an API token; this response is the only place its secret appears. */
export function createApiToken(request: ApiTokenRequest) {
  return requestJson<MadeApiTokenView>('/access/tokens', { method: 'POST', body: request });
}

/** Revokes an API token for good. */
export function revokeApiToken(id: string) {
  return requestJson<undefined>(`/access/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

/** Ends one session. */
export function endSession(id: string) {
  return requestJson<undefined>(`/access/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

/** Ends every session of a person. */
export function endPersonsSessions(id: string) {
  return requestJson<undefined>(`/access/people/${encodeURIComponent(id)}/sessions`, { method: 'DELETE' });
}

/** Blocks a person: ends their sessions and revokes their tokens until they log in with the provider again. */
export function blockPerson(id: string) {
  return requestJson<undefined>(`/access/people/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
