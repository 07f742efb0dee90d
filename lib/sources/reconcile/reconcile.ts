import { formatReference, tryParseReference } from '#lib/oci/reference.ts';
import type { Mention } from '../mention.ts';
import type { SourceKind } from '../source.ts';
import { graceOf } from './grace.ts';

/** An image that a source mentioned, and whether it still does. */
export interface Mentioned {
  /** Fully qualified. */
  readonly reference: string;
  /** When a whole listing first missed it; null while the source mentions it. */
  readonly goneSince: Date | null;
  /** True if a listing that missed too many missed it too, and nobody has confirmed that. */
  readonly asks: boolean;
}

/** Who else keeps an image tracked: another source that mentions it, or a person who added it. */
export interface Holder {
  readonly kind: 'source' | 'person';
  readonly name: string;
}

/** A listing, as far as it came. */
interface Listing {
  /** False if any part of the source could not be read. */
  readonly complete: boolean;
  readonly mentions: readonly Mention[];
}

/** Why an image stays tracked by a source. */
type KeepReason =
  /** The source mentions it. */
  | 'mentioned'
  /** The listing was not complete: what it does not mention may still be there. */
  | 'incomplete'
  /** The listing shrank so much that a person has to confirm it. */
  | 'asks'
  /** It is gone, not yet for as long as the grace period. */
  | 'grace'
  /** It is gone, and another source or a person keeps it. */
  | 'held';

/** An image that stays tracked; `releaseAt` is when its grace period ends. */
interface Kept extends Mentioned {
  readonly why: KeepReason;
  readonly releaseAt: Date | null;
  readonly holders: readonly Holder[];
}

/** What a person should know about a listing. */
type ReconcileWarning =
  | { readonly kind: 'incomplete'; readonly notSeen: number }
  /** More than 30 % of the images are missing: `POST …/confirm` says that this is right. */
  | { readonly kind: 'shrank'; readonly before: number; readonly missing: number }
  /** Mentions that are no references, such as an unresolved `$TAG`; up to five of them. */
  | { readonly kind: 'unreadable'; readonly count: number; readonly examples: readonly string[] };

/** What a listing means for the images of its source; each list by reference. */
export interface Reconciliation {
  /** Images to start tracking for this source. */
  readonly track: readonly string[];
  readonly keep: readonly Kept[];
  /** Images that this source mentions no longer, and nobody else does: to stop tracking. */
  readonly release: readonly string[];
  readonly warnings: readonly ReconcileWarning[];
}

/** The facts that a listing is judged by. */
export interface ReconcileFacts {
  readonly kind: SourceKind;
  /** What the source mentioned before, each reference once. */
  readonly before: readonly Mentioned[];
  readonly listing: Listing;
  /** By reference: who keeps it besides this source. */
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
  readonly now: Date;
  /**
   * A person confirmed a listing that shrank and mentioned this many of the images known before. A listing that
   * mentions fewer asks again.
   */
  readonly confirmed?: number;
}

/** A listing that misses more than this part of the images asks first: a lost permission looks like an empty registry. */
const MAX_MISSING = 0.3;
const MAX_EXAMPLES = 5;

/**
 * What a listing means: pure, and independent of the order of mentions. An incomplete listing releases nothing and
 * starts no grace period; so does one that shrank and was not confirmed.
 */
export function reconcile(facts: ReconcileFacts): Reconciliation {
  const { before, listing, now } = facts;
  const { references, unreadable } = readMentions(listing.mentions);
  const known = new Set(before.map(({ reference }) => reference));
  const warnings: ReconcileWarning[] = [];

  const active = before.filter(({ goneSince }) => goneSince === null);
  const notSeen = active.filter(({ reference }) => !references.has(reference));
  const missing = notSeen.length;
  // What was asked about stays asked: new images must not make the missing ones a smaller part.
  const shrank = missing > active.length * MAX_MISSING || notSeen.some((each) => each.asks);
  const confirmed = facts.confirmed !== undefined && active.length - missing >= facts.confirmed;
  const asks = listing.complete && shrank && !confirmed;
  if (!listing.complete) warnings.push({ kind: 'incomplete', notSeen: missing });
  if (asks) warnings.push({ kind: 'shrank', before: active.length, missing });
  if (unreadable.length > 0) {
    const examples = unreadable.slice(0, MAX_EXAMPLES);
    warnings.push({ kind: 'unreadable', count: unreadable.length, examples });
  }

  const keep: Kept[] = [];
  const release: string[] = [];
  for (const mentioned of before) {
    const fate = fateOf(mentioned, references.has(mentioned.reference), asks, facts);
    if (fate === 'release') release.push(mentioned.reference);
    else keep.push(fate);
  }
  return {
    track: [...references].filter((reference) => !known.has(reference)).sort(),
    keep: keep.toSorted((a, b) => (a.reference < b.reference ? -1 : 1)),
    release: release.sort(),
    warnings,
  };

  function fateOf(
    { reference, goneSince, asks: asked }: Mentioned,
    seen: boolean,
    asking: boolean,
    { kind, holders }: ReconcileFacts,
  ): Kept | 'release' {
    const held = holders.get(reference) ?? [];
    const stays = (why: KeepReason, since: Date | null, asksStill = false): Kept => ({
      ...{ reference, why, goneSince: since, asks: asksStill },
      releaseAt: since && new Date(since.getTime() + graceOf(kind)),
      holders: held,
    });
    if (seen) return stays('mentioned', null);
    if (!listing.complete) return stays('incomplete', goneSince, asked);
    if (asking) return stays('asks', goneSince, goneSince === null);
    const since = goneSince ?? now;
    if (now.getTime() - since.getTime() < graceOf(kind)) return stays('grace', since);
    return held.length > 0 ? stays('held', since) : 'release';
  }
}

/** What the source mentions after a reconciliation: `before` of the next one. */
export function mentionedAfter({ track, keep }: Reconciliation): Mentioned[] {
  return [
    ...keep.map(({ reference, goneSince, asks }) => ({ reference, goneSince, asks })),
    ...track.map((reference) => ({ reference, goneSince: null, asks: false })),
  ];
}

function readMentions(mentions: readonly Mention[]): { references: Set<string>; unreadable: string[] } {
  const references = new Set<string>();
  const unreadable = new Set<string>();
  for (const { reference } of mentions) {
    const parsed = tryParseReference(reference);
    if (parsed) references.add(formatReference(parsed));
    else unreadable.add(reference);
  }
  return { references, unreadable: [...unreadable].sort() };
}
