import { type FoldEdge, type Forest, forestOf } from './forest.ts';
import type { Point } from './node-size.ts';
import { type Block, packBlocks, type Room } from './pack-blocks.ts';
import { MOST_COLUMNS, type Placement, placeTree } from './place-tree.ts';

/** The drawing area where none is given: about that of a laptop's screen. */
const SCREEN: Room = { width: 1360, height: 720 };

/** The smallest zoom at which names are legible. A first view is not smaller. */
export const LEAST_ZOOM = 0.38;

/** What a wider family of columns has to gain to be worth its longer lines. */
const WORTH = 1.06;

/**
 * What is laid out: ids, edges (image to base), and how bad each node is: 0 is the worst. Nothing in it changes with a
 * refresh: ranks are those that the nodes had when they were first drawn.
 */
export interface LayoutRequest {
  readonly ids: readonly string[];
  /** By id; a node without one is as good as it gets. */
  readonly ranks?: Readonly<Record<string, number>>;
  readonly edges: readonly FoldEdge[];
  /** The drawing area in pixels; that of a screen by default. */
  readonly room?: Room;
}

/** Where everything is drawn. */
export interface Layout extends Placement {
  /** All ids in reading order: the worst trees first, each base before its dependents. */
  readonly order: readonly string[];
}

/**
 * Draws a forest from left to right, bases first, the worst trees and the worst siblings first. The trees are packed
 * into the shape of the drawing area. Families without dependents of their own stand in one to three columns, in as
 * many as show the whole largest. The same request always gives the same picture.
 */
export function layoutGraph({ ids, ranks = {}, edges, room = SCREEN }: LayoutRequest): Layout {
  const forest = forestOf(
    ids.map((id) => ({ id })),
    edges,
  );
  const worst = worstOfTrees(forest, ranks);
  const rank = (id: string) => worst.get(id) ?? Number.POSITIVE_INFINITY;
  const weight = (id: string) => forest.weight.get(id) ?? 0;
  const roots = forest.roots.toSorted(
    (a, b) => rank(a) - rank(b) || weight(b) - weight(a) || (a < b ? -1 : 1),
  );
  const family = (id: string) =>
    (forest.dependents.get(id) ?? []).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const inOrder = readingOrder(roots, family);
  let best: Layout | undefined;
  for (let columns = 1; columns <= MOST_COLUMNS; columns++) {
    const blocks = roots.map((root) => ({ ...placeTree(root, family, columns), rank: rank(root) }));
    const packed = joined(blocks, room, inOrder);
    if (best === undefined || zoomOf(packed, room) > zoomOf(best, room) * WORTH) best = packed;
    if (zoomOf(best, room) === 1) break;
  }
  return best ?? { positions: new Map(), routes: new Map(), order: [], width: 0, height: 0 };
}

/** The rank of the worst node at or above each. */
function worstOfTrees(
  { roots, dependents }: Forest,
  ranks: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const downwards = [...roots];
  for (const id of downwards) for (const above of dependents.get(id) ?? []) downwards.push(above);
  const worst = new Map<string, number>();
  for (const id of downwards.toReversed()) {
    const above = (dependents.get(id) ?? []).map((other) => worst.get(other) ?? Number.POSITIVE_INFINITY);
    worst.set(
      id,
      above.reduce((least, rank) => Math.min(least, rank), ranks[id] ?? Number.POSITIVE_INFINITY),
    );
  }
  return worst;
}

function readingOrder(
  roots: readonly string[],
  family: (id: string) => readonly string[],
): readonly string[] {
  const order: string[] = [];
  const next = roots.toReversed();
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    order.push(id);
    for (const dependent of family(id).toReversed()) next.push(dependent);
  }
  return order;
}

/** How large the whole is shown in a room; never larger than life. */
function zoomOf({ width, height }: Pick<Layout, 'width' | 'height'>, room: Room): number {
  return Math.min(1, room.width / width, room.height / height);
}

function joined(
  blocks: readonly (Block & Pick<Layout, 'positions' | 'routes'>)[],
  room: Room,
  order: readonly string[],
): Layout {
  const packed = packBlocks(blocks, room, LEAST_ZOOM);
  const positions = new Map<string, Point>();
  const routes = new Map<string, readonly Point[]>();
  for (const [index, block] of blocks.entries()) {
    const { x, y } = packed.corners[index] ?? { x: 0, y: 0 };
    const moved = (point: Point) => ({ x: x + point.x, y: y + point.y });
    for (const [id, point] of block.positions) positions.set(id, moved(point));
    for (const [id, points] of block.routes) routes.set(id, points.map(moved));
  }
  return { positions, routes, order, width: packed.width, height: packed.height };
}
