import { STATUS_LOOK } from '#components/ui/values/status-badge.tsx';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import type { NodeGroup } from '#lib/lineage/graph/node-groups.ts';
import { type Status, WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
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

/** What a group is called: "37 images", with what they have in common unless that is a status. */
export function groupName({ members, bucket }: Pick<NodeGroup, 'members' | 'bucket'>): string {
  const count = counted(members.length, 'image');
  const common = commonName(bucket);
  return common === undefined ? count : `${count} · ${common}`;
}

/** The same where there is little room: the last part of what they have in common, or else their number. */
export function shortGroupName({ members, bucket }: Pick<NodeGroup, 'members' | 'bucket'>): string {
  return commonName(bucket)?.replace(/^.*\//, '') ?? counted(members.length, 'image');
}

function commonName(bucket: NodeGroup['bucket']): string | undefined {
  if (bucket === null || bucket.by === 'status') return undefined;
  return bucket.value === '' ? 'no owner' : bucket.value;
}

/** A node in words, for screen readers; empty if it is not drawn. */
export function nodeWords({ nodes }: Drawing, id: string): string {
  const node = nodes.find((each) => each.id === id);
  if (node === undefined) return '';
  if (node.kind === 'image') {
    const context = node.image.matches === false ? ' Does not match the filter; shown as context.' : '';
    return `${node.image.reference}, ${STATUS_LOOK[node.image.status].word}. ${node.image.summary}${context}`;
  }
  const counts = groupCounts(node.group).map(({ count, word }) => `${count} ${word}`);
  return `${groupName(node.group)}: ${counts.join(', ')}.`;
}

/** How much of the graph is drawn: "Showing 41 of 166 · 120 in groups · 5 as context". */
export function shownWords({ nodes }: Drawing, total: number): string {
  const number = (count: number) => count.toLocaleString('en');
  const drawn = nodes.filter(({ kind }) => kind === 'image').length;
  const grouped = nodes.reduce(
    (sum, node) => sum + (node.kind === 'group' ? node.group.members.length : 0),
    0,
  );
  const context = nodes.filter((node) => node.kind === 'image' && node.image.matches === false).length;
  const shown = drawn === total ? `All ${number(total)}` : `Showing ${number(drawn)} of ${number(total)}`;
  return [
    shown,
    ...(grouped === 0 ? [] : [`${number(grouped)} in groups`]),
    ...(context === 0 ? [] : [`${number(context)} as context`]),
  ].join(' · ');
}
