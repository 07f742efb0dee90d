import { STATUS_LOOK } from '#components/ui/values/status-badge.tsx';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { type NodeGroup, WORST_FIRST } from '#lib/lineage/graph/graph-fold.ts';
import type { Status } from '#lib/lineage/verdict/lineage.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** The number of images of a group by status, worst first; the words are lower case. */
export function groupCounts({
  byStatus,
}: Pick<NodeGroup, 'byStatus'>): { status: Status; count: number; word: string }[] {
  return WORST_FIRST.flatMap((status) => {
    const count = byStatus[status];
    return count === undefined ? [] : [{ status, count, word: STATUS_LOOK[status].word.toLowerCase() }];
  });
}

/** A node in words, for screen readers; empty if it is not drawn. */
export function nodeWords({ nodes }: Drawing, id: string): string {
  const node = nodes.find((each) => each.id === id);
  if (node === undefined) return '';
  if (node.kind === 'image') {
    return `${node.image.reference}, ${STATUS_LOOK[node.image.status].word}. ${node.image.summary}`;
  }
  const counts = groupCounts(node.group).map(({ count, word }) => `${count} ${word}`);
  return `${counted(node.group.members.length, 'image')}: ${counts.join(', ')}.`;
}

/** How much of the graph is drawn: "Showing 41 of 166 · 120 in groups". */
export function shownWords({ nodes }: Drawing, total: number): string {
  const number = (count: number) => count.toLocaleString('en');
  const drawn = nodes.filter(({ kind }) => kind === 'image').length;
  const grouped = nodes.reduce(
    (sum, node) => sum + (node.kind === 'group' ? node.group.members.length : 0),
    0,
  );
  const shown = drawn === total ? `All ${number(total)}` : `Showing ${number(drawn)} of ${number(total)}`;
  return grouped === 0 ? shown : `${shown} · ${number(grouped)} in groups`;
}
