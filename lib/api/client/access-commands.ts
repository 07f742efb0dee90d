import type { ApiTokenRequest, MadeApiTokenView } from '../contract/access.ts';
import { requestJson } from './request.ts';

/** Makes an API token; its secret is in this answer and nowhere else. */
export function makeApiToken(asked: ApiTokenRequest) {
  return requestJson<MadeApiTokenView>('/access/tokens', { method: 'POST', body: asked });
}

/** Ends an API token for good. */
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

/** Ends a person's sessions and tokens, until the provider lets them in again. */
export function shutOutPerson(id: string) {
  return requestJson<undefined>(`/access/people/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
