import { LRUCache } from 'lru-cache';
import { RegistryError } from '../errors.ts';
import type { Target } from './target.ts';

/**
 * True if a GET may answer differently than this HEAD: proxies (Nexus, Harbor) answer 404, 400, 403, 405 or 501 to the
 * HEAD of content that they serve. Nothing counts as gone or hidden until a GET confirms it. A 401 comes after
 * authentication, and a rate limit or a server error affects a GET as well.
 */
export function isLeftToGet(error: unknown): error is RegistryError & { readonly status: number } {
  if (!(error instanceof RegistryError) || error.status === undefined) return false;
  const { status } = error;
  return (
    (status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429) || status === 501
  );
}

/** Statuses of a registry that does not support HEAD at all. */
const NO_HEADS: readonly number[] = [400, 405, 501];
const MAX_REMEMBERED = 1000;

/** Which registries do not support HEAD: they get a GET right away. */
export interface HeadMemory {
  areOfUse(to: Target): boolean;
  /** Notes the status of a HEAD that a GET disproved. */
  wasWrong(to: Target, status: number): void;
}

/** Remembers for its lifetime; a forgotten registry costs one more request. */
export function createHeadMemory(): HeadMemory {
  const without = new LRUCache<string, true>({ max: MAX_REMEMBERED });
  return {
    areOfUse: ({ endpoint }) => !without.has(endpoint.origin),
    wasWrong({ endpoint }, status) {
      if (!NO_HEADS.includes(status)) return;
      without.set(endpoint.origin, true);
    },
  };
}
