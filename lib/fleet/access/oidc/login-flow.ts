import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { keyFrom } from '../secrets.ts';

const flowSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  /** Milliseconds since 1970. */
  expires: z.number(),
});

/** What must be known of a login when the provider leads back: it waits in a cookie of the browser that began it. */
export type LoginFlow = z.infer<typeof flowSchema>;

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a login under the client's secret, which every process of this server has: none needs to remember it. */
export function sealFlow(flow: LoginFlow, clientSecret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyFrom(clientSecret, 'oidc-flow'), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(flow), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what {@link sealFlow} sealed; undefined for what is not ours, was changed, or is over. */
export function openFlow(text: string, clientSecret: string, now: Date): LoginFlow | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(
    ALGORITHM,
    keyFrom(clientSecret, 'oidc-flow'),
    bytes.subarray(0, IV_BYTES),
    { authTagLength: TAG_BYTES },
  );
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  let json: string;
  try {
    json = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    // Another key, or other bytes: whatever it says is nothing to us.
    return undefined;
  }
  const flow = flowSchema.parse(JSON.parse(json));
  return flow.expires > now.getTime() ? flow : undefined;
}
