import { isDigest } from '#lib/oci/digest.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import { STATUS, type Status, WORST_FIRST } from '../vocabulary/status.ts';
import { type CountsByStatus, type FoldNode, imagesOn } from './fold-node.ts';
import type { Forest } from './forest.ts';

/** What images of one base can be grouped by. */
export const GROUPING = ['status', 'registry', 'repository', 'owner'] as const;
export type Grouping = (typeof GROUPING)[number];

/** Images drawn as one: all that are based on `base` and are not drawn themselves, or those of them in one bucket. */
export interface NodeGroup {
  readonly id: string;
  /** The node they are based on, directly or not; null for whole chains that did not fit. */
  readonly base: string | null;
  /**
   * What they have in common; null for everything that is based on a collapsed base. The value is empty for images without
   * a known owner.
   */
  readonly bucket: { readonly by: Grouping; readonly value: string } | null;
  /** In the order of ids. */
  readonly members: readonly FoldNode[];
  /** Of its members; of those with counted images, of these. */
  readonly byStatus: CountsByStatus;
  /** The images that are counted on its members. */
  readonly images: number;
  /** What the group shows: the worst of its members. */
  readonly worst: Status;
}

/** The key of the group of chains that found no room. No reference has this spelling. */
export const REST = '*';

const GROUP_ID = 'group:';

/** A group's key: its base, with its bucket if it has one. */
export function groupKey(base: string | null, bucket?: string): string {
  return bucket === undefined ? (base ?? REST) : `${base ?? REST} ${bucket}`;
}

/** The key of a group's id; undefined for the id of anything else. */
export function groupKeyOf(id: string): string | undefined {
  return id.startsWith(GROUP_ID) ? id.slice(GROUP_ID.length) : undefined;
}

/** The base of a group's key; undefined for the chains that found no room. */
export function baseOfKey(key: string): string | undefined {
  const [base] = key.split(' ');
  return base === REST ? undefined : base;
}

/** How siblings are grouped, and in which order a group shows them. */
export interface Buckets {
  readonly by: Grouping;
  bucket(id: string): string;
  worstFirst(ids: readonly string[]): string[];
}

/** The buckets of some nodes; statuses at first sight decide instead of the nodes' own. */
export function bucketsOf(
  nodes: readonly FoldNode[],
  groupBy: Grouping = 'status',
  firstStatus?: ReadonlyMap<string, Status>,
): Buckets {
  const statuses = new Map(nodes.map(({ id, status }) => [id, firstStatus?.get(id) ?? status]));
  const owners = new Map(nodes.map(({ id, owner }) => [id, owner ?? '']));
  const status = (id: string) => statuses.get(id) ?? 'unknown';
  const rank = (id: string) => WORST_FIRST.indexOf(status(id));
  return {
    by: groupBy,
    bucket: (id) => {
      if (groupBy === 'status') return status(id);
      return groupBy === 'owner' ? (owners.get(id) ?? '') : placeOf(id, groupBy);
    },
    worstFirst: (ids) => ids.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)),
  };
}

/** A name's registry or repository; of what has neither, itself. */
function placeOf(id: string, by: 'registry' | 'repository'): string {
  const reference = isDigest(id) ? undefined : tryParseReference(id);
  if (reference === undefined) return id;
  return by === 'registry' ? reference.registry : `${reference.registry}/${reference.repository}`;
}

/** Groups the nodes that are not drawn: by bucket those of unfolded bases, all others by the base below them. */
export function groupsOf(
  nodes: readonly FoldNode[],
  forest: Forest,
  shown: ReadonlySet<string>,
  unfolded: ReadonlySet<string>,
  buckets: Buckets,
): NodeGroup[] {
  /** Of each hidden node: the drawn one below it, and the hidden one that is based on that directly. */
  const holders = new Map<string, { holder: string | null; first: string }>();
  const downwards = [...forest.roots];
  for (const id of downwards) {
    for (const dependent of forest.dependents.get(id) ?? []) downwards.push(dependent);
    if (shown.has(id)) continue;
    const below = forest.base.get(id);
    const further = below === undefined ? { holder: null, first: id } : holders.get(below);
    holders.set(id, further ?? { holder: below ?? null, first: id });
  }
  const groups = new Map<string, { base: string | null; bucket: NodeGroup['bucket']; members: FoldNode[] }>();
  for (const node of nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const held = holders.get(node.id);
    if (held === undefined) continue;
    const { holder, first } = held;
    const value = holder !== null && unfolded.has(holder) ? buckets.bucket(first) : undefined;
    const key = groupKey(holder, value);
    const group = groups.get(key);
    if (group !== undefined) group.members.push(node);
    else {
      const bucket = value === undefined ? null : { by: buckets.by, value };
      groups.set(key, { base: holder, bucket, members: [node] });
    }
  }
  return [...groups]
    .map(([key, group]) => ({ id: `${GROUP_ID}${key}`, ...group, ...countsOf(group.members) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function countsOf(members: readonly FoldNode[]): Pick<NodeGroup, 'byStatus' | 'worst' | 'images'> {
  const byStatus: Partial<Record<Status, number>> = {};
  for (const { status, images } of members) {
    const counts = images == null ? { [status]: 1 } : images;
    for (const each of STATUS) {
      const count = counts[each];
      if (count !== undefined) byStatus[each] = (byStatus[each] ?? 0) + count;
    }
  }
  const images = members.reduce((sum, member) => sum + imagesOn(member), 0);
  return {
    byStatus,
    images,
    worst: WORST_FIRST.find((status) => byStatus[status] !== undefined) ?? 'unknown',
  };
}
