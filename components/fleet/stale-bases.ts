import type { BaseLoadView } from '#lib/api/contract/images/fleet.ts';

/** The bars of the chart before it is expanded. */
export const MOST_BASES = 5;

/** The bases that have stale images, the most first: the rows of the chart, and what scales its bars. */
export function staleBases(bases: readonly BaseLoadView[], all: boolean) {
  const stale = bases.filter((base) => base.stale > 0).toSorted((a, b) => b.stale - a.stale);
  return {
    rows: all ? stale : stale.slice(0, MOST_BASES),
    total: stale.length,
    /** The number of images of the longest bar, at least one. */
    largest: Math.max(...stale.map(({ images }) => images), 1),
  };
}
