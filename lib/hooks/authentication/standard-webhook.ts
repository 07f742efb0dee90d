import { createHmac } from 'node:crypto';
import type { HookRequest } from '../hint.ts';
import { sameSecret } from './same-secret.ts';

/** A call that was signed longer ago than this, or as far in the future, may be a replay. */
const REPLAY_WINDOW_SECONDS = 300;

/**
 * Verifies a signature by Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`, as one of the signatures of
 * `webhook-signature`. The signed time must be within five minutes of `now`.
 */
export function hasStandardSignature({ header, body }: HookRequest, secret: string, now: Date): boolean {
  const id = header('webhook-id') ?? '';
  const timestamp = header('webhook-timestamp') ?? '';
  if (id === '' || !/^\d{1,15}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > REPLAY_WINDOW_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const sent = (header('webhook-signature') ?? '').split(' ').slice(0, MAX_SIGNATURES);
  return sent.some((each) => each.startsWith('v1,') && sameSecret(each.slice(3), mac));
}

/** A sender has a few while it changes its key. */
const MAX_SIGNATURES = 16;
