import type { RegistryError } from '#lib/registry/errors.ts';

/**
 * The codes (distribution-spec § Error codes) with which a manifest is refused for a blob or a child that was put just
 * before. Distribution 2.8 writes its links in place, and other registries show a write to their other replicas late.
 */
const MISSED: ReadonlySet<string> = new Set([
  'BLOB_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_UNKNOWN',
  'NAME_UNKNOWN',
]);
const MISSED_MS = 30_000;
/** A manifest may also be refused as invalid for what it points to, but mostly for what it is. */
const INVALID_MS = 2000;

/** Times that a manifest is refused for content that it misses before it is checked what is really there. */
export const MISSES_BEFORE_CHECK = 3;

/** True where the same manifest may be taken a moment later; nothing was done. */
export function mayStillAppear({ operation, kind, code }: RegistryError): boolean {
  const answered = kind === 'unsupported' || kind === 'not-found';
  return operation === 'put-manifest' && answered && (MISSED.has(code) || code === 'MANIFEST_INVALID');
}

/** Milliseconds to go on with a manifest that is refused so. */
export function missedFor({ code }: RegistryError): number {
  return MISSED.has(code) ? MISSED_MS : INVALID_MS;
}
