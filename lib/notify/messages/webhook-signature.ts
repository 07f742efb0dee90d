import { createHmac, randomBytes } from 'node:crypto';

/**
 * Webhook signatures by Standard Webhooks (standard-webhooks 1.0, "Signature scheme"): HMAC-SHA256 over
 * `id.timestamp.body`. The signed time lets a receiver refuse replays; the signed id lets it recognise retries.
 */

const PREFIX = 'whsec_';
const KEY_BYTES = 32;

/** Creates a random key: `whsec_` and base64 of 32 bytes; the specification allows 24 to 64. */
export function newSigningKey(): string {
  return `${PREFIX}${randomBytes(KEY_BYTES).toString('base64')}`;
}

/** The three headers of a signed request; `at` is when it is sent, not when the event happened. */
export function signatureHeaders(key: string, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const mac = createHmac('sha256', Buffer.from(key.slice(PREFIX.length), 'base64'));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac.update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  };
}

/** GitHub's `X-Hub-Signature-256` over the body; the key is used as plain text. */
export function hubSignature(key: string, body: string): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}
