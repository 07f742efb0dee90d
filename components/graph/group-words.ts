import { STATUS_LOOK } from '#components/ui/values/status-badge.tsx';
import type { NodeGroup } from '#lib/lineage/graph/graph-fold.ts';
import { type Status, WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';

/** How many of a group have which status, worst first, the word in the middle of a sentence. */
export function groupCounts({
  byStatus,
}: Pick<NodeGroup, 'byStatus'>): { status: Status; count: number; word: string }[] {
  return WORST_FIRST.flatMap((status) => {
    const count = byStatus[status];
    return count === undefined ? [] : [{ status, count, word: STATUS_LOOK[status].word.toLowerCase() }];
  });
}
