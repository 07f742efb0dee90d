import { spanBetween } from '#lib/lineage/words/time-words.ts';
import { TIER, type Tier } from './tiers.ts';

/** What the words about a tag's interval depend on. */
export interface TierWords {
  readonly tier: string | null;
  readonly everySeconds: number;
  readonly since: Date | null;
  /** Whether it was seen to move at `since`, not seen for the first time. */
  readonly moved: boolean;
  /** Less often than otherwise, because a hook reports its pushes. */
  readonly byHook: boolean;
}

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [7 * 24 * 3600, 'week'],
  [24 * 3600, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** How often a tag is requested and why: "Requested every day: it has not moved for 12 days". */
export function tierSentence(tag: TierWords, now: Date): string {
  const tier = TIER.find((known) => known === tag.tier);
  if (tier === undefined) return 'Its interval is not set yet';
  if (tier === 'pinned') return 'Not requested again: it is named by digest, which cannot move';
  const hook = tag.byHook ? ', and a hook reports its pushes' : '';
  return `Requested every ${intervalWords(tag.everySeconds)}: ${whyOften(tier, tag, now)}${hook}`;
}

function whyOften(tier: Exclude<Tier, 'pinned'>, { since, moved }: TierWords, now: Date): string {
  const span = since === null ? undefined : spanBetween(since.getTime(), now.getTime());
  switch (tier) {
    case 'base':
      return 'images are based on it';
    case 'incomplete':
      return 'its last check was not complete';
    case 'moved':
      if (span === undefined) return 'it was never requested before';
      return moved ? `it moved ${span} ago` : `it was first seen ${span} ago`;
    case 'quiet':
      return `it has not moved for ${span}`;
    case 'version':
      return `it is a version that has not moved for ${span}`;
    case 'digest':
      return 'the tag of this base is gone, and its digest may be deleted too';
  }
}

/** After "every": "day", "15 minutes", "2 weeks". */
function intervalWords(seconds: number): string {
  const [size, unit] = UNITS.find(([size]) => seconds >= size && seconds % size === 0) ?? [1, 'second'];
  const count = seconds / size;
  return count === 1 ? unit : `${count} ${unit}s`;
}
