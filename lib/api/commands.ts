import type { z } from 'zod';
import type { sampleFleet } from './contract/fleet.ts';
import type { trackResponse } from './contract/images.ts';
import type { scanAccepted } from './contract/scans.ts';
import { requestJson } from './request.ts';

/** Writes, as the browser sends them; each throws a `ProblemError` where it is refused. */

/** Tracks images (at most 10,000 in one call); those tracked already are answered, not doubled. */
export function trackImages(references: readonly string[]) {
  return requestJson<z.infer<typeof trackResponse>>('/images', { method: 'POST', body: { references } });
}

/** Stops tracking one image. */
export function untrackImage(id: string) {
  return requestJson<undefined>(`/images/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

/** Looks at one image again. */
export function scanImage(id: string) {
  return requestJson<z.infer<typeof scanAccepted>>(`/images/${encodeURIComponent(id)}/scan`, {
    method: 'POST',
    body: {},
  });
}

/** Looks again at every image under the filter; without one, at the whole fleet. */
export function scanFleet(filter: string) {
  return requestJson<z.infer<typeof scanAccepted>>('/scans', {
    method: 'POST',
    body: filter === '' ? {} : { filter },
  });
}

/** Opens the sample fleet beside whatever is tracked. */
export function openSampleFleet() {
  return requestJson<z.infer<typeof sampleFleet>>('/sample-fleet', { method: 'POST', body: {} });
}

/** Removes the sample fleet and everything of it. */
export function closeSampleFleet() {
  return requestJson<unknown>('/sample-fleet', { method: 'DELETE' });
}

/** Exchanges the server's token for a session cookie. */
export function logIn(token: string) {
  return requestJson<undefined>('/session', { method: 'POST', body: { token } });
}

/** Ends this browser's session. */
export function logOut() {
  return requestJson<undefined>('/session', { method: 'DELETE' });
}
