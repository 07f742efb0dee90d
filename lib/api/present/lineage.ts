import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { LineageView } from '../contract/images/lineage.ts';

/** A judged chain as the contract shows it: the same words; only Zod's inferred types are not read-only. */
export function presentLineage(lineage: Lineage): LineageView {
  const { unreachable = null, lastKnown = null } = lineage;
  return {
    ...(lineage as LineageView),
    unreachable,
    unreachableSince: unreachable?.since ?? null,
    lastKnown,
  };
}
