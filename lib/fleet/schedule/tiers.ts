import { isVersionTag } from '#lib/lineage/chain/newer-tag.ts';
import type { Reference } from '#lib/oci/reference.ts';

/** How often tags are requested, by what is known of them. */
export const TIER = ['base', 'incomplete', 'moved', 'quiet', 'version', 'digest', 'pinned'] as const;
export type Tier = (typeof TIER)[number];

/** What decides how often a tag is requested. */
export interface TagFacts {
  readonly reference: Reference;
  /** Images depend on it whose own tag it is not. */
  readonly isBase: boolean;
  /** The last check of the image with this tag was not complete, or there was none. */
  readonly isIncomplete: boolean;
  /** Since when it resolves to what it does; null before its first check. */
  readonly since: Date | null;
  /** A hook reports its pushes. */
  readonly coveredByHook: boolean;
}

/** How often a tag is requested. */
export interface TagPlan {
  readonly tier: Tier;
  /** The interval; null for never. */
  readonly seconds: number | null;
  /** It is longer because a hook reports its pushes. */
  readonly byHook: boolean;
}

const MINUTE = 60;
const DAY = 24 * 3600;
const WEEK = 7 * DAY;
/** Bases are requested this often for each `scan.every`, within these bounds. */
const BASE_RATE = 4;
const BASE_FASTEST = 5 * MINUTE;
const BASE_SLOWEST = 15 * MINUTE;
/** A tag that moved this lately may move again soon. */
const LATELY = 7 * DAY;
/** A version that did not move for as long is not expected to. */
const SETTLED = 90 * DAY;
/** Where a hook reports pushes, requests only find what it missed. */
const HOOK_FACTOR = 10;

/**
 * How often a tag is requested. `everySeconds` is `scan.every`: the interval of what moves, and of what could not be
 * checked. Only an image that is named by digest is never requested again: a digest cannot move.
 */
export function planTag(facts: TagFacts, everySeconds: number, now: Date): TagPlan {
  const { isBase, isIncomplete, reference } = facts;
  if (reference.digest !== undefined) {
    if (isBase) return polled('digest', everySeconds);
    return isIncomplete ? polled('incomplete', everySeconds) : polled('pinned', null);
  }
  if (isBase) {
    const often = Math.min(BASE_SLOWEST, Math.max(BASE_FASTEST, everySeconds / BASE_RATE));
    return withHook(facts, 'base', Math.min(everySeconds, Math.round(often)));
  }
  if (isIncomplete) return polled('incomplete', everySeconds);
  const seconds = facts.since === null ? 0 : (now.getTime() - facts.since.getTime()) / 1000;
  if (seconds < LATELY) return withHook(facts, 'moved', everySeconds);
  if (seconds >= SETTLED && isVersionTag(reference.tag ?? ''))
    return withHook(facts, 'version', Math.max(everySeconds, WEEK));
  return withHook(facts, 'quiet', Math.max(everySeconds, DAY));
}

function polled(tier: Tier, seconds: number | null): TagPlan {
  return { tier, seconds, byHook: false };
}

/** A tenth of the rate where a hook reports pushes, and still once a week. */
function withHook({ coveredByHook }: TagFacts, tier: Tier, seconds: number): TagPlan {
  if (!coveredByHook) return polled(tier, seconds);
  return { tier, seconds: Math.max(seconds, Math.min(seconds * HOOK_FACTOR, WEEK)), byHook: true };
}
