import type { z } from 'zod';
import type { CascadeView, cascadeAction, cascadePlanRequest } from '../contract/cascades.ts';
import type { sampleFleet } from '../contract/images/fleet.ts';
import type { ImageView, publicResponse, trackResponse } from '../contract/images/images.ts';
import type { scanAccepted } from '../contract/images/scans.ts';
import type {
  accepted,
  annotatePlanRequest,
  applyRequest,
  PlanRequest,
  RebasePlanView,
  RebaseView,
} from '../contract/rebases.ts';
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

/** Marks images public or private, by their ids. */
export function markImages(ids: readonly string[], isPublic: boolean) {
  return requestJson<z.infer<typeof publicResponse>>('/images/public', {
    method: 'POST',
    body: { ids, public: isPublic },
  });
}

/** Marks every image under the filter public or private. */
export function markFiltered(filter: string, isPublic: boolean) {
  return requestJson<z.infer<typeof publicResponse>>('/images/public', {
    method: 'POST',
    body: { filter, public: isPublic },
  });
}

/** Marks one image public or private. */
export function markImage(id: string, isPublic: boolean) {
  return requestJson<ImageView>(`/images/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    body: { public: isPublic },
  });
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

/** Ends a registry's pause, and scans the images on it or blocked by it. */
export function retryRegistry(host: string) {
  return requestJson<z.infer<typeof scanAccepted>>(`/registries/${encodeURIComponent(host)}/retry`, {
    method: 'POST',
    body: {},
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

/** Plans a rebase; nothing is written anywhere. A refusal is a 422 whose `refusal` says why. */
export function planRebase(asked: PlanRequest) {
  return requestJson<RebasePlanView>('/rebases/plan', { method: 'POST', body: asked });
}

/** Plans to write the base annotations of a base that other evidence verified. */
export function planAnnotate(asked: z.infer<typeof annotatePlanRequest>) {
  return requestJson<RebasePlanView>('/annotations/plan', { method: 'POST', body: asked });
}

/** Executes a plan as it was shown; 409 where a tag that it stands on has moved. */
export function applyRebase(asked: z.infer<typeof applyRequest>) {
  return requestJson<z.infer<typeof accepted>>('/rebases', { method: 'POST', body: asked });
}

/** Puts a rebased tag back, if it is still what the rebase made it. */
export function rollBackRebase(id: string, reason?: string) {
  return requestJson<RebaseView>(`/rebases/${encodeURIComponent(id)}/rollback`, {
    method: 'POST',
    body: reason === undefined ? {} : { reason },
  });
}

/** Plans the rebase of everything that stands on an image. */
export function planCascade(asked: z.infer<typeof cascadePlanRequest>) {
  return requestJson<CascadeView>('/cascades/plan', { method: 'POST', body: asked });
}

/** Begins a cascade that was shown, holds it, goes on, or ends it. */
export function changeCascade(id: string, action: z.infer<typeof cascadeAction>) {
  return requestJson<CascadeView>(`/cascades/${encodeURIComponent(id)}/${action}`, {
    method: 'POST',
    body: {},
  });
}

/** Exchanges the server's token for a session cookie. */
export function logIn(token: string) {
  return requestJson<undefined>('/session', { method: 'POST', body: { token } });
}

/** Ends this browser's session. */
export function logOut() {
  return requestJson<undefined>('/session', { method: 'DELETE' });
}
