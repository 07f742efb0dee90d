import type { ChainEnd } from '../vocabulary/chain-end.ts';
import { FRESHNESS, FRESHNESSES, type Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import { VERIFICATION, VERIFICATIONS, type Verification } from '../vocabulary/verification.ts';
import type { BaseVerdict } from './lineage.ts';

/** The worst of several freshness states; `unknown` if there is none. */
export function worstFreshness(states: readonly Freshness[]): Freshness {
  return worst(states, FRESHNESS) ?? 'unknown';
}

/** The worst of several verifications; `unverifiable` if there is none. */
export function worstVerification(states: readonly Verification[]): Verification {
  return worst(states, VERIFICATION) ?? 'unverifiable';
}

function worst<T>(states: readonly T[], order: readonly T[]): T | undefined {
  const rank = Math.max(...states.map((state) => order.indexOf(state)));
  return order[rank];
}

/** The base's name resolves to what the image is based on. */
export function isFresh(freshness: Freshness): boolean {
  return FRESHNESSES[freshness].status === 'up-to-date';
}

/** The base has new layers or a new config. */
export function isStale(freshness: Freshness): boolean {
  return FRESHNESSES[freshness].status === 'stale';
}

/** The layers prove the claim. */
export function isVerified(verification: Verification): boolean {
  return VERIFICATIONS[verification].proven;
}

/** The parts of a link's verdict that decide its badge. */
export type BadgeFacts = Pick<BaseVerdict, 'conflict' | 'freshness' | 'verification'>;

/** The badge of one link's verdict, without its ancestors. */
export function statusOfBase(base: BadgeFacts): Status {
  if (base.conflict || base.verification === 'contradicted') return 'broken';
  const { status } = FRESHNESSES[base.freshness];
  return status === 'up-to-date' && !isVerified(base.verification) ? 'unknown' : status;
}

/**
 * The badge of the first of these links, which are a chain or the lower part of one. A current base makes a green
 * badge only if everything below could be checked. A stale ancestor makes `stale-by-ancestor`; a false, gone or
 * unchecked one makes `unknown`.
 */
export function statusOfLinks(links: readonly { readonly base: BadgeFacts | null }[], end: ChainEnd): Status {
  const base = links[0]?.base;
  if (base == null) return end === 'root' && links.length === 1 ? 'root' : 'unknown';
  const own = statusOfBase(base);
  if (own !== 'up-to-date') return own;
  const below = firstTroubleBelow(links);
  if (below === undefined) return end === 'root' || end === 'no-evidence' ? 'up-to-date' : 'unknown';
  const trouble = statusOfBase(below);
  return trouble === 'stale' ? 'stale-by-ancestor' : 'unknown';
}

/** The topmost verdict below the first link that is neither current nor pinned; stale ones come first. */
export function firstTroubleBelow<B extends BadgeFacts>(
  links: readonly { readonly base: B | null }[],
): B | undefined {
  const below = links.slice(1).flatMap((link) => link.base ?? []);
  const troubled = below.filter((base) => !['up-to-date', 'pinned'].includes(statusOfBase(base)));
  return troubled.find((base) => statusOfBase(base) === 'stale') ?? troubled[0];
}
