import { createHash, type Hash } from 'node:crypto';
import { type Digest, digestAlgorithm } from './digest.ts';

/** The sha256 digest of exactly these bytes; strings are hashed as UTF-8. Never hash re-serialised JSON. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** True if the bytes have this digest, by the digest's own algorithm. */
export function matchesDigest(bytes: Uint8Array, digest: Digest): boolean {
  const hash = hashFor(digest).update(bytes).digest('hex');
  return digest.endsWith(`:${hash}`);
}

/** An incremental hash with the digest's algorithm, for streams. */
export function hashFor(digest: Digest): Hash {
  return createHash(digestAlgorithm(digest));
}
