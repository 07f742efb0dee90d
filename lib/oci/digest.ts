/** A content address, `algorithm:hex` (image-spec, descriptor.md § Digests). */
export type Digest = `sha256:${string}` | `sha512:${string}`;

const GRAMMAR = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** True for a digest of a registered algorithm: lower-case hex of full length. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && GRAMMAR.test(text);
}

/** Parses a digest; throws {@link DigestSyntaxError} for any other text. */
export function parseDigest(text: string): Digest {
  if (!isDigest(text)) throw new DigestSyntaxError(text);
  return text;
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

/** The text is no digest of a registered algorithm. */
export class DigestSyntaxError extends Error {
  override name = 'DigestSyntaxError';
  constructor(text: string) {
    super(`"${text.slice(0, 200)}" is not a digest: expected sha256: and 64 lower-case hex digits`);
  }
}
