import { requestJson } from './request.ts';

/** Exchanges the server's token for a session cookie. */
export function logIn(token: string) {
  return requestJson<undefined>('/session', { method: 'POST', body: { token } });
}

/** Ends this browser's session. */
export function logOut() {
  return requestJson<undefined>('/session', { method: 'DELETE' });
}
