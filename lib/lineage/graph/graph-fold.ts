import { type Status, WORST_FIRST } from '../vocabulary/status.ts';

/** What folding needs to know of a node and of an edge, which goes from an image to its base. */
export interface FoldNode {
  readonly id: string;
  readonly status: Status;
}
export interface FoldEdge {
  readonly source: string;
  readonly target: string;
}

/** Images drawn as one: all that are based on `base` and are not drawn themselves. */
export interface NodeGroup {
  readonly id: string;
  /** The node they are based on, directly or not; null for whole chains that did not fit. */
  readonly base: string | null;
  /** In the order of ids. */
  readonly members: readonly FoldNode[];
  readonly byStatus: Readonly<Partial<Record<Status, number>>>;
  /** What the group shows: the worst of its members. */
  readonly worst: Status;
}

export interface Folding {
  /** More siblings without dependents than this are drawn as one. */
  readonly threshold: number;
  /** About how many nodes there is room for; what is opened by hand comes on top. */
  readonly budget: number;
  /** Bases whose groups were opened by hand; {@link REST} opens the chains that found no room. */
  readonly opened: ReadonlySet<string>;
  /** Bases whose dependents were closed by hand. */
  readonly closed: ReadonlySet<string>;
  /** Nodes that are drawn whatever else: the selected one, the focus. */
  readonly kept: readonly string[];
}

export interface Folded {
  /** The nodes that are drawn themselves. */
  readonly shown: ReadonlySet<string>;
  readonly groups: readonly NodeGroup[];
}

/** In `opened`: the chains that found no room. No reference has this spelling. */
export const REST = '*';

/**
 * Decides what of a forest is drawn and what is folded into "37 images · 12 stale". Bases are unfolded from the
 * roots on, the widest first, as long as there is room; siblings above the threshold become one group; every
 * node is drawn or counted in exactly one group. It uses ids and edges alone, so a change of status
 * never folds, unfolds or moves anything. Linear but for sorting.
 */
export function foldGraph(nodes: readonly FoldNode[], edges: readonly FoldEdge[], folding: Folding): Folded {
  const forest = forestOf(nodes, edges);
  const shown = unfold(forest, folding);
  for (const kept of folding.kept) {
    if (!forest.weight.has(kept)) continue;
    for (let id: string | undefined = kept; id !== undefined; id = forest.base.get(id)) shown.add(id);
  }
  return { shown, groups: groupsOf(nodes, forest, shown) };
}

/** A graph's trees: cycles are cut where they close. */
interface Forest {
  readonly roots: readonly string[];
  readonly base: ReadonlyMap<string, string>;
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** Nodes of the tree above and including each. */
  readonly weight: ReadonlyMap<string, number>;
}

/** Joins nodes and edges to trees, bases as the roots. Siblings are in the order of ids. */
export function forestOf(nodes: readonly { readonly id: string }[], edges: readonly FoldEdge[]): Forest {
  const ids = nodes.map(({ id }) => id).sort();
  const present = new Set(ids);
  const base = new Map<string, string>();
  for (const { source, target } of edges) {
    if (present.has(source) && present.has(target) && source !== target) base.set(source, target);
  }
  cutCycles(ids, base);
  const dependents = new Map<string, string[]>();
  for (const id of ids) {
    const target = base.get(id);
    if (target === undefined) continue;
    const list = dependents.get(target);
    if (list === undefined) dependents.set(target, [id]);
    else list.push(id);
  }
  const roots = ids.filter((id) => !base.has(id));
  const weight = new Map<string, number>();
  const downwards = [...roots];
  for (const id of downwards) downwards.push(...(dependents.get(id) ?? []));
  for (const id of downwards.toReversed()) {
    const above = dependents.get(id) ?? [];
    weight.set(
      id,
      above.reduce((sum, dependent) => sum + (weight.get(dependent) ?? 0), 1),
    );
  }
  return { roots, base, dependents, weight };
}

function cutCycles(ids: readonly string[], base: Map<string, string>) {
  const walkOf = new Map<string, number>();
  for (const [walk, start] of ids.entries()) {
    let at = start;
    while (!walkOf.has(at)) {
      walkOf.set(at, walk);
      const next = base.get(at);
      if (next === undefined) break;
      if (walkOf.get(next) === walk) base.delete(at);
      at = next;
    }
  }
}

function unfold(forest: Forest, { threshold, budget, opened, closed }: Folding): Set<string> {
  const { roots, dependents, weight } = forest;
  const widest = (a: string, b: string) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || (a < b ? -1 : 1);
  const isLeaf = (id: string) => !dependents.has(id);
  const drawnRoots =
    opened.has(REST) || roots.length <= budget ? roots : roots.toSorted(widest).slice(0, budget);
  const shown = new Set(drawnRoots);
  let room = budget - drawnRoots.length;
  let level = drawnRoots.toSorted(widest);
  while (level.length > 0) {
    const next: string[] = [];
    for (const id of level) {
      const above = dependents.get(id) ?? [];
      if (above.length === 0 || closed.has(id)) continue;
      const byHand = opened.has(id);
      const inner = above.filter((dependent) => !isLeaf(dependent));
      const leaves = above.length - inner.length;
      const together = leaves > threshold;
      // Folded it takes one place, its group's; unfolded, one for each dependent or group of leaves.
      const places = inner.length + (together ? 1 : leaves);
      // A group of one would take the place of what it hides.
      const alone = weight.get(id) === 2;
      if (!byHand && !alone && places > room) {
        room -= 1;
        continue;
      }
      if (!byHand) room -= places;
      for (const dependent of byHand || !together ? above : inner) shown.add(dependent);
      next.push(...inner);
    }
    level = next.sort(widest);
  }
  return shown;
}

function groupsOf(nodes: readonly FoldNode[], forest: Forest, shown: ReadonlySet<string>): NodeGroup[] {
  const holder = new Map<string, string | null>();
  const downwards = [...forest.roots];
  for (const id of downwards) {
    const below = forest.base.get(id);
    holder.set(id, shown.has(id) ? id : below === undefined ? null : (holder.get(below) ?? null));
    downwards.push(...(forest.dependents.get(id) ?? []));
  }
  const hidden = Map.groupBy(
    nodes.filter(({ id }) => !shown.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1)),
    ({ id }) => holder.get(id) ?? null,
  );
  return [...hidden].map(([base, members]) => groupOf(base, members)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function groupOf(base: string | null, members: readonly FoldNode[]): NodeGroup {
  const byStatus: Partial<Record<Status, number>> = {};
  for (const { status } of members) byStatus[status] = (byStatus[status] ?? 0) + 1;
  const worst = WORST_FIRST.find((status) => byStatus[status] !== undefined) ?? 'unknown';
  return { id: `group:${base ?? REST}`, base, members, byStatus, worst };
}
