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
/** A manifest may be refused as invalid because of missing content, but mostly because of its own. */
const INVALID_MS = 2000;

/** How often a manifest may be refused for missing content before we check what is really there. */
export const MISSES_BEFORE_CHECK = 3;

/** True if the same manifest may be accepted a moment later; nothing was written. */
export function mayStillAppear({ operation, kind, code }: RegistryError): boolean {
  const answered = kind === 'unsupported' || kind === 'not-found';
  return operation === 'put-manifest' && answered && (MISSED.has(code) || code === 'MANIFEST_INVALID');
}

/** Milliseconds to retry a manifest that is refused like this. */
export function missedFor({ code }: RegistryError): number {
  return MISSED.has(code) ? MISSED_MS : INVALID_MS;
}
