import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { describeLineage } from '#lib/lineage/words/described-lineage.ts';
import type { LineageView } from '../contract/images/lineage.ts';

/** A judged chain in the contract's format, with sentences. The cast is needed because Zod's types are not read-only. */
export function presentLineage(lineage: Lineage): LineageView {
  const described = describeLineage(lineage);
  const { unreachable = null, lastKnown = null } = described;
  return {
    ...(described as LineageView),
    unreachable,
    unreachableSince: unreachable?.since ?? null,
    lastKnown,
  };
}
