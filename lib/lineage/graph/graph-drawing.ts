import type { ReasonKind } from '../verdict/reason.ts';
import { type Status, WORST_FIRST } from '../vocabulary/status.ts';
import type { EdgeFacts, NodeFacts } from './build-graph.ts';
import type { CountsByStatus } from './fold-node.ts';
import { forestOf } from './forest.ts';
import { type Folding, foldGraph } from './graph-fold.ts';
import type { LayoutRequest } from './layout.ts';
import type { NodeGroup } from './node-groups.ts';
import type { Room } from './pack-blocks.ts';

/** A node as it is shown: what is known of it as sentences. */
export interface GraphNode extends NodeFacts {
  readonly summary: string;
  /** False for a node that does not match the filter: it is drawn because it connects those that do. */
  readonly matches?: boolean | undefined;
  /** Images directly based on it that are counted instead of being nodes; null or missing if none is. */
  readonly images?: CountsByStatus | null | undefined;
}

/** An edge as it is shown; `reason` is a sentence, `reasonCode` the kind of the first reason. */
export interface GraphEdge extends EdgeFacts {
  readonly reason: string | null;
  readonly reasonCode?: ReasonKind | null | undefined;
}

/** A box of the drawing: one image, or several as one. */
export type DrawnNode =
  | {
      readonly kind: 'image';
      readonly id: string;
      readonly image: GraphNode;
      /** Direct bases and dependents that are neither drawn nor counted in a drawn group. */
      readonly moreBases: number;
      readonly moreDependents: number;
      /** Whether dependents of it are drawn, themselves or in groups of a kind, which could be folded away. */
      readonly foldable: boolean;
      /** Images based on it that are counted on it; null if they are drawn, or in groups. */
      readonly counts: CountsByStatus | null;
    }
  | { readonly kind: 'group'; readonly id: string; readonly group: NodeGroup };

/** A line of the drawing, from an image to its base. */
interface DrawnEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** The verdicts that the line shows: one, or those of a group's members that are based on the target directly. */
  readonly links: readonly GraphEdge[];
}

/** A picture of the fleet before it has coordinates. */
export interface Drawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

/** Folds a part of the fleet and says what is drawn. Whatever is folded is counted in a group. */
export function drawGraph(
  { nodes, edges }: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] },
  folding: Folding,
): Drawing {
  const forest = forestOf(nodes, edges);
  const { shown, groups } = foldGraph(nodes, edges, folding);
  const groupOf = new Map(groups.flatMap((group) => group.members.map(({ id }) => [id, group] as const)));
  const divided = new Set(groups.flatMap(({ base, bucket }) => (bucket === null ? [] : [base])));
  const known = new Set(nodes.map(({ id }) => id));
  const standing = new Set(edges.map(({ source }) => source));
  const images = nodes.flatMap((image): DrawnNode[] => {
    if (!shown.has(image.id)) return [];
    const above = forest.dependents.get(image.id) ?? [];
    const moreDependents = Math.max(0, image.dependents - above.length);
    const moreBases = standing.has(image.id) ? 0 : image.bases;
    const foldable = above.some((id) => shown.has(id)) || divided.has(image.id);
    const counts = moreDependents > 0 ? (image.images ?? null) : null;
    return [{ kind: 'image', id: image.id, image, moreBases, moreDependents, foldable, counts }];
  });
  const grouped = new Map<string, GraphEdge[]>();
  const drawn: DrawnEdge[] = [];
  for (const edge of edges) {
    if (!known.has(edge.target)) continue;
    if (shown.has(edge.source) && shown.has(edge.target)) drawn.push({ ...ends(edge), links: [edge] });
    const group = groupOf.get(edge.source);
    if (group === undefined || group.base !== edge.target) continue;
    const links = grouped.get(group.id);
    if (links === undefined) grouped.set(group.id, [edge]);
    else links.push(edge);
  }
  for (const { id, base } of groups) {
    if (base !== null)
      drawn.push({ id: `${id} > ${base}`, source: id, target: base, links: grouped.get(id) ?? [] });
  }
  return {
    nodes: [...images, ...groups.map((group): DrawnNode => ({ kind: 'group', id: group.id, group }))],
    edges: drawn,
  };
}

function ends({ id, source, target }: GraphEdge) {
  return { id, source, target };
}

/** A group comes after drawn siblings of its status. */
const GROUP_AFTER = 0.5;

/**
 * What decides the layout: ids and edges, sorted, and how bad each node was at first sight. A node that is not in
 * `firstStatus` counts with its present status.
 */
export function layoutRequestOf(
  { nodes, edges }: Drawing,
  firstStatus?: ReadonlyMap<string, Status>,
  room?: Room,
): LayoutRequest {
  const rank = ({ id, status }: { readonly id: string; readonly status: Status }) =>
    WORST_FIRST.indexOf(firstStatus?.get(id) ?? status);
  const ranks = nodes.map((node) => {
    if (node.kind === 'image') return [node.id, rank(node.image)] as const;
    const worst = node.group.members.reduce(
      (least, member) => Math.min(least, rank(member)),
      WORST_FIRST.length,
    );
    return [node.id, worst + GROUP_AFTER] as const;
  });
  return {
    ids: nodes.map(({ id }) => id).sort(),
    ranks: Object.fromEntries(ranks),
    edges: edges
      .map(({ source, target }) => ({ source, target }))
      .sort((a, b) => (a.source < b.source ? -1 : 1)),
    ...(room === undefined ? {} : { room }),
  };
}

/**
 * A short name for a layout request: equal for equal requests, so that a refresh reuses its layout.
 * Two 32-bit FNV-1a sums over the text; a clash would show a wrong picture until the next change, no more.
 */
export function structureKey({ ids, ranks = {}, edges, room }: LayoutRequest): string {
  let one = 0x811c9dc5;
  let two = 0x1b873593;
  const add = (text: string) => {
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      one = Math.imul(one ^ unit, 0x01000193);
      two = Math.imul(two ^ unit, 0x5bd1e995);
    }
    one = Math.imul(one ^ 0xffff, 0x01000193);
  };
  for (const id of ids) add(`${id} ${ranks[id] ?? ''}`);
  for (const { source, target } of edges) add(`${source} ${target}`);
  if (room !== undefined) add(`${room.width} ${room.height}`);
  return `${ids.length}.${edges.length}.${(one >>> 0).toString(36)}.${(two >>> 0).toString(36)}`;
}
