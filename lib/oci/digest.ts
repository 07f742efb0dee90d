/** A content address, `algorithm:hex` (image-spec, descriptor.md § Digests). */
export type Digest = `sha256:${string}` | `sha512:${string}`;

const GRAMMAR = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** True for a digest of a registered algorithm: lower-case hex of full length. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && GRAMMAR.test(text);
}

/** The first 12 hex digits, for display; too few to fetch by. */
export function shortDigest(digest: Digest): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  return hex.slice(0, 12);
}

/** The algorithm's name, `sha256` or `sha512`. */
export function digestAlgorithm(digest: Digest): 'sha256' | 'sha512' {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256';
}
