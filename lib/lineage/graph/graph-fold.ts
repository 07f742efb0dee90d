import type { Status } from '../vocabulary/status.ts';
import { type FoldNode, imagesOn } from './fold-node.ts';
import { type FoldEdge, type Forest, forestOf } from './forest.ts';
import {
  type Buckets,
  bucketsOf,
  type Grouping,
  groupKey,
  groupsOf,
  type NodeGroup,
  REST,
} from './node-groups.ts';

export interface Folding {
  /** More siblings without dependents than this are grouped. */
  readonly threshold: number;
  /** About how many nodes there is room for; what is opened by hand comes on top. */
  readonly budget: number;
  /** Bases that were opened by hand. */
  readonly opened: ReadonlySet<string>;
  /** Bases whose dependents were closed by hand. */
  readonly closed: ReadonlySet<string>;
  /** Nodes that are drawn whatever else: the selected one, the focus. */
  readonly kept: readonly string[];
  /** How many times each group was expanded, by {@link groupKey}: {@link STEP} members each time. */
  readonly steps?: ReadonlyMap<string, number>;
  /** Groups siblings by this however few they are; without it, by status above the threshold. */
  readonly groupBy?: Grouping | undefined;
  /** Draws bases alone, except for those opened by hand. */
  readonly collapsed?: boolean;
  /** Statuses that decide instead of the nodes' own: those at first sight, so that a refresh moves nothing. */
  readonly firstStatus?: ReadonlyMap<string, Status>;
}

export interface Folded {
  /** The nodes that are drawn themselves. */
  readonly shown: ReadonlySet<string>;
  readonly groups: readonly NodeGroup[];
}

/** How many members each expansion of a group shows. */
export const STEP = 24;

/** More dependents with dependents of their own than this are grouped like the others. */
const MOST_INNER = 40;
/** How many bases with counted images are drawn before others with the same base are grouped: those of most images. */
const MOST_COUNTED = 12;

/**
 * Decides what of a forest is drawn and what is folded into "37 images · 12 stale". Bases are unfolded from the
 * roots on, the widest first, as long as there is room; siblings above the threshold are grouped by status; every
 * node is drawn or counted in exactly one group. With `firstStatus`, a change of status never folds, unfolds or moves
 * anything. Linear but for sorting.
 */
export function foldGraph(nodes: readonly FoldNode[], edges: readonly FoldEdge[], folding: Folding): Folded {
  const forest = forestOf(nodes, edges);
  const buckets = bucketsOf(nodes, folding.groupBy, folding.firstStatus);
  const unfolded = new Set<string>();
  const counted = new Set(nodes.flatMap((node) => (imagesOn(node) > 0 ? [node.id] : [])));
  const shown = unfold(forest, folding, buckets, unfolded, counted);
  for (const kept of folding.kept) {
    if (!forest.weight.has(kept)) continue;
    for (let id: string | undefined = kept; id !== undefined; id = forest.base.get(id)) shown.add(id);
  }
  return { shown, groups: groupsOf(nodes, forest, shown, unfolded, buckets) };
}

function unfold(
  forest: Forest,
  folding: Folding,
  buckets: Buckets,
  unfolded: Set<string>,
  counted: ReadonlySet<string>,
): Set<string> {
  const { roots, dependents, weight } = forest;
  const { threshold, budget, opened, closed, steps, groupBy, collapsed = false } = folding;
  const widest = (a: string, b: string) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || (a < b ? -1 : 1);
  const isLeaf = (id: string) => !dependents.has(id);
  const places = budget + (steps?.get(REST) ?? 0) * STEP;
  const drawnRoots = roots.length <= places ? roots : roots.toSorted(widest).slice(0, places);
  const shown = new Set(drawnRoots);
  let room = budget - drawnRoots.length;
  let level = drawnRoots.toSorted(widest);
  while (level.length > 0) {
    const next: string[] = [];
    for (const id of level) {
      const above = dependents.get(id) ?? [];
      const byHand = opened.has(id);
      if (above.length === 0 || closed.has(id) || (collapsed && !byHand)) continue;
      const first = above
        .filter((dependent) => counted.has(dependent))
        .sort(widest)
        .slice(0, MOST_COUNTED);
      const inner = above.filter((dependent) => !isLeaf(dependent) || first.includes(dependent));
      const kept = inner.length > MOST_INNER ? first : inner;
      const grouped = above.filter((dependent) => !kept.includes(dependent));
      const family = familyOf(
        id,
        grouped,
        groupBy !== undefined || grouped.length > threshold,
        buckets,
        steps,
      );
      // Folded it takes one place, its group's; unfolded, one for each dependent or group.
      const taken = above.length - grouped.length + family.usual;
      // A group of one would take the place of what it hides.
      const alone = weight.get(id) === 2;
      if (!byHand && !alone && taken > room) {
        room -= 1;
        continue;
      }
      if (!byHand) room -= taken;
      unfolded.add(id);
      const drawn = [...kept, ...family.drawn];
      for (const dependent of drawn) shown.add(dependent);
      next.push(...drawn.filter((dependent) => !isLeaf(dependent)));
    }
    level = next.sort(widest);
  }
  return shown;
}

/** Which siblings are drawn, and how many places they and their groups take before any expansion by hand. */
function familyOf(
  base: string,
  siblings: readonly string[],
  together: boolean,
  buckets: Buckets,
  steps: Folding['steps'],
): { drawn: readonly string[]; usual: number } {
  if (!together) return { drawn: siblings, usual: siblings.length };
  const drawn: string[] = [];
  const byBucket = Map.groupBy(siblings, (id) => buckets.bucket(id));
  for (const [bucket, members] of byBucket) {
    const expanded = (steps?.get(groupKey(base, bucket)) ?? 0) * STEP;
    // A group of one would take the place of what it hides.
    const count = members.length <= expanded + 1 ? members.length : expanded;
    drawn.push(...buckets.worstFirst(members).slice(0, count));
  }
  return { drawn, usual: byBucket.size };
}
