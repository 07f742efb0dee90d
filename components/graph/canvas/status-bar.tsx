import type { CountsByStatus } from '#lib/lineage/graph/fold-node.ts';
import { groupCounts } from '../graph-words.ts';

/** Images by status, worst first, each status as wide as its share. */
export function StatusBar({ byStatus }: { byStatus: CountsByStatus }) {
  return (
    <span aria-hidden className="flex h-1 gap-px overflow-hidden rounded-sm">
      {groupCounts({ byStatus }).map(({ status, count }) => (
        <span
          key={status}
          style={{ flexGrow: count, backgroundColor: `var(--status-${status})` }}
          className="min-w-1"
        />
      ))}
    </span>
  );
}
