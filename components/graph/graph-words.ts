import { STATUS_LOOK } from '#components/ui/values/status-badge.tsx';
import { type CountsByStatus, imagesOn } from '#lib/lineage/graph/fold-node.ts';
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

/** A group's parts that its name is made of. */
type NamedGroup = Pick<NodeGroup, 'members' | 'bucket' | 'images'>;

/**
 * What a group is called: "37 images", with what they have in common unless that is a status; "12 bases · 340 images" if
 * images are counted on its members.
 */
export function groupName({ members, bucket, images }: NamedGroup): string {
  if (images > 0) return `${counted(members.length, 'base')} · ${counted(images, 'image')}`;
  const count = counted(members.length, 'image');
  const common = commonName(bucket);
  return common === undefined ? count : `${count} · ${common}`;
}

/** The same where there is little room: the last part of what they have in common, or else their number. */
export function shortGroupName({ members, bucket, images }: NamedGroup): string {
  if (images > 0) return counted(members.length, 'base');
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
    const { image, counts } = node;
    const based = counts === null ? '' : ` ${countWords(counts)}`;
    return `${image.reference}, ${STATUS_LOOK[image.status].word}. ${image.summary}${based}${context}`;
  }
  return `${groupName(node.group)}: ${statusWords(node.group.byStatus)}.`;
}

/** The images that are counted on a base: "340 images: 12 stale, 328 up to date." */
export function countWords(images: CountsByStatus): string {
  return `${counted(imagesOn({ images }), 'image')}: ${statusWords(images)}.`;
}

function statusWords(byStatus: CountsByStatus): string {
  return groupCounts({ byStatus })
    .map(({ count, word }) => `${count.toLocaleString('en')} ${word}`)
    .join(', ');
}

/**
 * How much of the graph is drawn: "Showing 41 of 166 · 120 in groups · 5 as context". Of a large fleet, also how many
 * images are only counted: on their bases, and those without one.
 */
export function shownWords(
  { nodes }: Drawing,
  total: number,
  withoutBase: CountsByStatus | null = null,
): string {
  const number = (count: number) => count.toLocaleString('en');
  const drawn = nodes.filter(({ kind }) => kind === 'image').length;
  const grouped = nodes.reduce(
    (sum, node) => sum + (node.kind === 'group' ? node.group.members.length + node.group.images : 0),
    0,
  );
  const onBases = nodes.reduce(
    (sum, node) => sum + (node.kind === 'image' ? imagesOn({ images: node.counts }) : 0),
    0,
  );
  const without = imagesOn({ images: withoutBase });
  const context = nodes.filter((node) => node.kind === 'image' && node.image.matches === false).length;
  const shown = drawn === total ? `All ${number(total)}` : `Showing ${number(drawn)} of ${number(total)}`;
  return [
    shown,
    ...(onBases === 0 ? [] : [`${number(onBases)} counted on their bases`]),
    ...(grouped === 0 ? [] : [`${number(grouped)} in groups`]),
    ...(without === 0 ? [] : [`${number(without)} without a base`]),
    ...(context === 0 ? [] : [`${number(context)} as context`]),
  ].join(' · ');
}
