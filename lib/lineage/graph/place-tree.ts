import { type HierarchyPointNode, hierarchy, tree } from 'd3-hierarchy';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from './node-size.ts';

/** Between a base and its dependents: room for an edge's label. */
const COLUMN_GAP = 96;
const ROW_GAP = 16;
const COLUMN = NODE_WIDTH + COLUMN_GAP;
const ROW = NODE_HEIGHT + ROW_GAP;
/** Between the trees of different families, in rows. */
const FAMILY_GAP = 1.25;

/** The most columns of one family: each gap between two nodes has room for two lines of the columns behind. */
export const MOST_COLUMNS = 3;
/** A family has as many columns as fill with this many nodes each. */
const COLUMN_FILL = 3;
/** Where the line of a third column's node passes the gap in the first column, from the top of a row. */
const LOWER_LINE = ROW - 4;

/** Top left corners by id, and the size of the whole; the drawing begins at 0, 0. */
export interface Placement {
  readonly positions: ReadonlyMap<string, Point>;
  /** Points that the line of a node runs through on its way to the base; lines without any are a plain curve. */
  readonly routes: ReadonlyMap<string, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

/** A node in d3's tree: in a family of several columns, the node in the next column hangs on the one before it. */
interface Placed {
  readonly id: string;
  /** The base whose columns it stands in; undefined outside families of several columns. */
  readonly family: string | undefined;
  readonly column: number;
  readonly next: Placed | undefined;
}

/**
 * Draws one tree from left to right, tidy (Buchheim's linear form of Reingold and Tilford). Dependents that have none
 * themselves stand in up to `columns` columns, row by row. The second column is half a row lower, so that its lines run
 * through the gaps of the first.
 */
export function placeTree(
  root: string,
  dependentsOf: (id: string) => readonly string[],
  columns: number,
): Placement {
  const above = (placed: Placed): Placed[] =>
    placed.next === undefined ? inColumns(placed.id, dependentsOf, columns) : [placed.next];
  const top: Placed = { id: root, family: undefined, column: 0, next: undefined };
  const points = tree<Placed>()
    .nodeSize([ROW, COLUMN])
    .separation(rowsBetween)(hierarchy<Placed>(top, above))
    .descendants();
  // d3 draws downwards: its x is our y.
  const least = points.reduce((most, point) => Math.min(most, rowOf(point)), Number.POSITIVE_INFINITY);
  const positions = new Map<string, Point>();
  const routes = new Map<string, readonly Point[]>();
  let width = 0;
  let height = 0;
  for (const point of points) {
    const at = { x: point.y, y: rowOf(point) - least };
    positions.set(point.data.id, at);
    const route = routeOf(point.data.column, at);
    if (route.length > 0) routes.set(point.data.id, route);
    width = Math.max(width, at.x + NODE_WIDTH);
    height = Math.max(height, at.y + NODE_HEIGHT);
  }
  return { positions, routes, width, height };
}

/** The dependents of a node: those with dependents of their own as they are, the others in columns. */
function inColumns(base: string, dependentsOf: (id: string) => readonly string[], most: number): Placed[] {
  const family = dependentsOf(base);
  const isLeaf = (id: string) => dependentsOf(id).length === 0;
  const leaves = family.filter(isLeaf);
  const columns = Math.min(most, Math.floor(leaves.length / COLUMN_FILL));
  const alone = (id: string): Placed => ({ id, family: undefined, column: 0, next: undefined });
  if (columns < 2) return family.map(alone);
  const rows: Placed[] = [];
  for (let from = 0; from < leaves.length; from += columns) {
    const row = leaves.slice(from, from + columns);
    const first = row.reduceRight<Placed | undefined>(
      (next, id, column) => ({ id, family: base, column, next }),
      undefined,
    );
    if (first !== undefined) rows.push(first);
  }
  const firstLeaf = family.findIndex(isLeaf);
  const others = (ids: readonly string[]) => ids.filter((id) => !isLeaf(id)).map(alone);
  return [...others(family.slice(0, firstLeaf)), ...rows, ...others(family.slice(firstLeaf))];
}

/** Rows between two neighbours of one column. */
function rowsBetween(a: HierarchyPointNode<Placed>, b: HierarchyPointNode<Placed>): number {
  if (a.data.family !== undefined && a.data.family === b.data.family) return 1;
  const lowered = [a, b].some(({ data }) => isLowered(data.column));
  return (a.parent === b.parent ? 1 : FAMILY_GAP) + (lowered ? 0.5 : 0);
}

function isLowered(column: number): boolean {
  return column % 2 === 1;
}

function rowOf({ x, data }: HierarchyPointNode<Placed>): number {
  return x + (isLowered(data.column) ? ROW / 2 : 0);
}

/** Through the gaps of the columns between a node and its base. */
function routeOf(column: number, { x, y }: Point): Point[] {
  const middle = y + NODE_HEIGHT / 2;
  if (column === 1) return [{ x: x - COLUMN, y: middle }];
  if (column === 2) {
    const lower = y + LOWER_LINE;
    return [
      { x: x - COLUMN, y: middle },
      { x: x - COLUMN - COLUMN_GAP, y: lower },
      { x: x - 2 * COLUMN, y: lower },
    ];
  }
  return [];
}
