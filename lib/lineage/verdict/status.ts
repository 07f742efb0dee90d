import type { ChainEnd } from '../vocabulary/chain-end.ts';
import { FRESHNESS, FRESHNESSES, type Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import { VERIFICATION, VERIFICATIONS, type Verification } from '../vocabulary/verification.ts';
import type { BaseVerdict, LineageLink } from './lineage.ts';

/** The worst of several freshness states; of none it is `unknown`. */
export function worstFreshness(states: readonly Freshness[]): Freshness {
  return worst(states, FRESHNESS) ?? 'unknown';
}

/** The worst of several verifications; of none it is `unverifiable`. */
export function worstVerification(states: readonly Verification[]): Verification {
  return worst(states, VERIFICATION) ?? 'unverifiable';
}

function worst<T>(states: readonly T[], order: readonly T[]): T | undefined {
  const rank = Math.max(...states.map((state) => order.indexOf(state)));
  return order[rank];
}

/** The base's name resolves to nothing other than what the image stands on. */
export function isFresh(freshness: Freshness): boolean {
  return FRESHNESSES[freshness].status === 'up-to-date';
}

/** The base moved on: layers or config. */
export function isStale(freshness: Freshness): boolean {
  return FRESHNESSES[freshness].status === 'stale';
}

/** The layers bear the claim out. */
export function isVerified(verification: Verification): boolean {
  return VERIFICATIONS[verification].proven;
}

/** The badge that one link's verdict gives by itself, ancestors apart. */
export function statusOfBase(base: BaseVerdict): Status {
  if (base.conflict || base.verification === 'contradicted') return 'broken';
  const { status } = FRESHNESSES[base.freshness];
  return status === 'up-to-date' && !isVerified(base.verification) ? 'unknown' : status;
}

/**
 * The badge of the first of these links, which are a chain or the lower part of one. A current base makes a
 * green badge only as far as everything below could be checked: stale below is `stale-by-ancestor`, false,
 * gone or unchecked below is `unknown`.
 */
export function statusOfLinks(links: readonly LineageLink[], end: ChainEnd): Status {
  const base = links[0]?.base;
  if (base == null) return end === 'root' && links.length === 1 ? 'root' : 'unknown';
  const own = statusOfBase(base);
  if (own !== 'up-to-date') return own;
  const below = firstTroubleBelow(links);
  if (below === undefined) return end === 'root' || end === 'no-evidence' ? 'up-to-date' : 'unknown';
  const trouble = statusOfBase(below);
  return trouble === 'stale' ? 'stale-by-ancestor' : 'unknown';
}

/** The topmost verdict below the first link that is neither current nor pinned; stale ones first. */
export function firstTroubleBelow(links: readonly LineageLink[]): BaseVerdict | undefined {
  const below = links.slice(1).flatMap((link) => link.base ?? []);
  const troubled = below.filter((base) => !['up-to-date', 'pinned'].includes(statusOfBase(base)));
  return troubled.find((base) => statusOfBase(base) === 'stale') ?? troubled[0];
}
