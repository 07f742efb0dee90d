import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares secrets in time that does not depend on where they differ, nor on their lengths. */
export function sameSecret(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const digest = (secret: string | Uint8Array) => createHash('sha256').update(secret).digest();
  return timingSafeEqual(digest(a), digest(b));
}
