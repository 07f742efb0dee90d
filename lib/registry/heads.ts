import type { Target } from './addressing.ts';
import { RegistryError } from './errors.ts';

/**
 * True where a HEAD's answer does not tell what a GET would answer: proxies (Nexus, Harbor) answer 404, 400, 403, 405
 * or 501 to the HEAD of what they serve. Nothing is called gone or hidden before a GET agrees. A 401 has been through
 * authentication, and a limit or a failure of the server concerns a GET alike.
 */
export function isLeftToGet(error: unknown): error is RegistryError & { readonly status: number } {
  if (!(error instanceof RegistryError) || error.status === undefined) return false;
  const { status } = error;
  return (
    (status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429) || status === 501
  );
}

/** By these a registry says that it knows no HEAD, whatever it is of. */
const NO_HEADS: readonly number[] = [400, 405, 501];
const MAX_REMEMBERED = 1000;

/** Which registries answer no HEAD at all: they are asked by GET right away. */
export interface HeadMemory {
  areOfUse(to: Target): boolean;
  /** Notes the status of a HEAD that a GET disproved. */
  wasWrong(to: Target, status: number): void;
}

/** Remembers for as long as it lives; what is forgotten costs one request more. */
export function createHeadMemory(): HeadMemory {
  const without = new Set<string>();
  return {
    areOfUse: ({ endpoint }) => !without.has(endpoint.origin),
    wasWrong({ endpoint }, status) {
      if (!NO_HEADS.includes(status)) return;
      if (without.size >= MAX_REMEMBERED) without.clear();
      without.add(endpoint.origin);
    },
  };
}
