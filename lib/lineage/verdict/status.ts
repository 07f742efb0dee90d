import type { BaseVerdict, ChainEnd, Freshness, Status, Verification } from './lineage.ts';

/** Best first; an image's badge is the worst of its platforms. What is surely wrong outranks what is not known. */
const FRESHNESS_ORDER: readonly Freshness[] = [
  'up-to-date',
  'index-moved',
  'same-content',
  'pinned',
  'unknown',
  'stale-config',
  'stale',
  'platform-gone',
  'base-tag-gone',
  'base-digest-gone',
  'base-gone',
];

const VERIFICATION_ORDER: readonly Verification[] = [
  'verified',
  'verified-recompressed',
  'unverifiable',
  'contradicted',
];

/** The worst of several freshness states; of none it is `unknown`. */
export function worstFreshness(states: readonly Freshness[]): Freshness {
  return worst(states, FRESHNESS_ORDER) ?? 'unknown';
}

/** The worst of several verifications; of none it is `unverifiable`. */
export function worstVerification(states: readonly Verification[]): Verification {
  return worst(states, VERIFICATION_ORDER) ?? 'unverifiable';
}

function worst<T>(states: readonly T[], order: readonly T[]): T | undefined {
  const rank = Math.max(...states.map((state) => order.indexOf(state)));
  return order[rank];
}

/** The base's name resolves to nothing other than what the image stands on. */
export function isFresh(freshness: Freshness): boolean {
  return freshness === 'up-to-date' || freshness === 'index-moved' || freshness === 'same-content';
}

/** The base moved on: layers or config. */
export function isStale(freshness: Freshness): boolean {
  return freshness === 'stale' || freshness === 'stale-config';
}

/** The layers bear the claim out. */
export function isVerified(verification: Verification): boolean {
  return verification === 'verified' || verification === 'verified-recompressed';
}

/** What a badge depends on, of the verdict on one link. */
export type BadgeFacts = Pick<BaseVerdict, 'conflict' | 'freshness' | 'verification'>;

/** The badge that one link's verdict gives by itself, ancestors apart. */
export function statusOfBase(base: BadgeFacts): Status {
  if (base.conflict || base.verification === 'contradicted') return 'broken';
  if (isStale(base.freshness)) return 'stale';
  if (isFresh(base.freshness)) return isVerified(base.verification) ? 'up-to-date' : 'unknown';
  if (base.freshness === 'pinned' || base.freshness === 'unknown') return base.freshness;
  return 'broken';
}

/**
 * The badge of the first of these links, which are a chain or the lower part of one. A current base makes a
 * green badge only as far as everything below could be checked: stale below is `stale-by-ancestor`, false,
 * gone or unchecked below is `unknown`.
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

/** The topmost verdict below the first link that is neither current nor pinned; stale ones first. */
export function firstTroubleBelow<B extends BadgeFacts>(
  links: readonly { readonly base: B | null }[],
): B | undefined {
  const below = links.slice(1).flatMap((link) => link.base ?? []);
  const troubled = below.filter((base) => !['up-to-date', 'pinned'].includes(statusOfBase(base)));
  return troubled.find((base) => statusOfBase(base) === 'stale') ?? troubled[0];
}
