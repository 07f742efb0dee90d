import { createHmac } from 'node:crypto';
import type { HookRequest } from '../hint.ts';
import { sameSecret } from './same-secret.ts';

/** GitHub's `X-Hub-Signature-256`: `sha256=` and the HMAC over the raw body in hexadecimal. */
export function hasHubSignature({ header, body }: HookRequest, secret: string): boolean {
  return isMac(header('x-hub-signature-256'), /^sha256=([0-9a-f]{64})$/i, body, secret);
}

/** JFrog's `X-JFrog-Event-Auth` of a webhook that signs its payload: the bare HMAC. The secret itself is no signature. */
export function hasJfrogSignature({ header, body }: HookRequest, secret: string): boolean {
  return isMac(header('x-jfrog-event-auth'), /^(?:sha256=)?([0-9a-f]{64})$/i, body, secret);
}

function isMac(sent: string | null, form: RegExp, body: Uint8Array, secret: string): boolean {
  const [, hex] = form.exec(sent?.trim() ?? '') ?? [];
  if (hex === undefined) return false;
  return sameSecret(Buffer.from(hex, 'hex'), createHmac('sha256', secret).update(body).digest());
}
