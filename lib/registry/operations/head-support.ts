import { LRUCache } from 'lru-cache';
import { RegistryError } from '../errors.ts';
import type { Target } from './target.ts';

/**
 * True if a GET may succeed where this HEAD failed: proxies (Nexus, Harbor) answer 404, 400, 403, 405 or 501 to the HEAD
 * of content that they serve. Nothing counts as gone or hidden until a GET confirms it. A 401 comes after
 * authentication, and a rate limit or a server error would affect a GET as well.
 */
export function needsConfirmationByGet(error: unknown): error is RegistryError & { readonly status: number } {
  if (!(error instanceof RegistryError) || error.status === undefined) return false;
  const { status } = error;
  return (
    (status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429) || status === 501
  );
}

/** Statuses that show that a registry does not support HEAD. */
const NO_HEADS: readonly number[] = [400, 405, 501];
const MAX_REMEMBERED = 1000;

/** Knows which registries do not support HEAD: they get a GET at once. */
interface HeadSupport {
  isSupported(to: Target): boolean;
  /** Records the status of a HEAD that a GET disproved. */
  recordWrong(to: Target, status: number): void;
}

/** Remembers the registries used last; a forgotten one costs one more request. */
export function createHeadSupport(): HeadSupport {
  const without = new LRUCache<string, true>({ max: MAX_REMEMBERED });
  return {
    isSupported: ({ endpoint }) => !without.has(endpoint.origin),
    recordWrong({ endpoint }, status) {
      if (!NO_HEADS.includes(status)) return;
      without.set(endpoint.origin, true);
    },
  };
}
