import { formatReference, tryParseReference } from '#lib/oci/reference.ts';
import type { Mention } from '../mention.ts';
import type { SourceKind } from '../source-kind.ts';
import { graceOf } from './grace.ts';

/** An image that a source mentioned, and whether it still does. */
export interface Mentioned {
  /** Fully qualified. */
  readonly reference: string;
  /** When a complete listing first missed it; null while the source mentions it. */
  readonly goneSince: Date | null;
  /**
   * True if it is missing and nobody confirmed that. With `goneSince` null, a person has to confirm it first; otherwise it
   * is one of a few missing images, which counts among the missing ones of later listings.
   */
  readonly unconfirmed: boolean;
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
  /** The listing misses so many images that a person has to confirm it. */
  | 'unconfirmed'
  /** It is missing, and its grace period has not ended. */
  | 'grace'
  /** It is missing, and another source or a person keeps it. */
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
  /**
   * More than 30 % of the images are missing; a person has to confirm that. `before` and `missing` also count
   * images in their grace period, unless a person confirmed that they are missing.
   */
  | { readonly kind: 'shrank'; readonly before: number; readonly missing: number }
  /** Mentions that are not valid references, such as an unresolved `$TAG`; `examples` has up to five. */
  | { readonly kind: 'unreadable'; readonly count: number; readonly examples: readonly string[] };

/** What a listing means for the images of its source; each list by reference. */
export interface Reconciliation {
  /** Images to start tracking for this source. */
  readonly track: readonly string[];
  readonly keep: readonly Kept[];
  /** Images to stop tracking: this source no longer mentions them, and nobody else keeps them. */
  readonly release: readonly string[];
  readonly warnings: readonly ReconcileWarning[];
}

/** The facts that decide what a listing means. */
export interface ReconcileFacts {
  readonly kind: SourceKind;
  /** What the source mentioned before, each reference once. */
  readonly before: readonly Mentioned[];
  readonly listing: Listing;
  /** By reference: who keeps it besides this source. */
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
  readonly now: Date;
  /**
   * A person confirmed a listing that shrank and mentioned this many of the images known before, which is `before` minus
   * `missing` of its warning. A listing that mentions fewer needs another confirmation.
   */
  readonly confirmed?: number;
}

/** A listing that misses more than this share needs a confirmation: a lost permission looks like an empty registry. */
const MAX_MISSING = 0.3;
const MAX_EXAMPLES = 5;

/**
 * Decides what a listing means for the images of its source. Pure; the order of mentions does not matter. An incomplete
 * listing releases nothing and starts no grace period, and neither does one that still needs a confirmation.
 */
export function reconcile(facts: ReconcileFacts): Reconciliation {
  const { before, listing, now } = facts;
  const { references, unreadable } = readMentions(listing.mentions);
  const known = new Set(before.map(({ reference }) => reference));
  const warnings: ReconcileWarning[] = [];

  // Images in their grace period count too, or a loss in small steps would never be asked about.
  const counted = before.filter(({ goneSince, unconfirmed }) => goneSince === null || unconfirmed);
  const missing = counted.filter(({ reference }) => !references.has(reference));
  const newlyMissing = missing.filter(({ goneSince }) => goneSince === null);
  // Unconfirmed images still need the confirmation: new images must not make them a smaller share.
  const shrank =
    missing.length > counted.length * MAX_MISSING || newlyMissing.some(({ unconfirmed }) => unconfirmed);
  const confirmed = facts.confirmed !== undefined && counted.length - missing.length >= facts.confirmed;
  const needsConfirmation = listing.complete && shrank && !confirmed;
  if (!listing.complete) warnings.push({ kind: 'incomplete', notSeen: newlyMissing.length });
  if (needsConfirmation) {
    warnings.push({ kind: 'shrank', before: counted.length, missing: missing.length });
  }
  if (unreadable.length > 0) {
    const examples = unreadable.slice(0, MAX_EXAMPLES);
    warnings.push({ kind: 'unreadable', count: unreadable.length, examples });
  }

  const keep: Kept[] = [];
  const release: string[] = [];
  for (const mentioned of before) {
    const fate = fateOf(mentioned, references.has(mentioned.reference), facts);
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
    { reference, goneSince, unconfirmed }: Mentioned,
    seen: boolean,
    { kind, holders }: ReconcileFacts,
  ): Kept | 'release' {
    const held = holders.get(reference) ?? [];
    const stays = (why: KeepReason, since: Date | null, isUnconfirmed = false): Kept => ({
      ...{ reference, why, goneSince: since, unconfirmed: isUnconfirmed },
      releaseAt: since && new Date(since.getTime() + graceOf(kind)),
      holders: held,
    });
    if (seen) return stays('mentioned', null);
    if (!listing.complete) return stays('incomplete', goneSince, unconfirmed);
    if (needsConfirmation) return stays('unconfirmed', goneSince, goneSince === null || unconfirmed);
    const since = goneSince ?? now;
    // Here a listing that shrank is a confirmed one.
    const isUnconfirmed = !shrank && (goneSince === null || unconfirmed);
    if (now.getTime() - since.getTime() < graceOf(kind)) return stays('grace', since, isUnconfirmed);
    return held.length > 0 ? stays('held', since) : 'release';
  }
}

/** What the source mentions after a reconciliation: `before` of the next one. */
export function mentionedAfter({ track, keep }: Reconciliation): Mentioned[] {
  return [
    ...keep.map(({ reference, goneSince, unconfirmed }) => ({ reference, goneSince, unconfirmed })),
    ...track.map((reference) => ({ reference, goneSince: null, unconfirmed: false })),
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
