import { type HierarchyPointNode, hierarchy, tree } from 'd3-hierarchy';
import { type FoldEdge, forestOf } from './graph-fold.ts';

/** Every node's size, in pixels at zoom 1. */
export const NODE_WIDTH = 240;
export const NODE_HEIGHT = 72;
/** Between a base and its dependents: room for an edge's label. */
const COLUMN_GAP = 112;
const ROW_GAP = 16;
const TREE_GAP = 40;
/** Width to height of the whole drawing by default: that of a screen. */
const ASPECT = 1.7;
const MOST_COLUMNS = 8;

/** What is laid out: ids and edges (image to base), nothing that changes with a verdict. */
export interface LayoutRequest {
  readonly ids: readonly string[];
  readonly edges: readonly FoldEdge[];
  /** Width to height of the drawing area; that of a screen by default. */
  readonly aspect?: number;
}

/** Top left corners by id, and the size of the whole; the drawing begins at 0, 0. */
export interface Layout {
  readonly positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>;
  readonly width: number;
  readonly height: number;
}

interface Block {
  readonly nodes: readonly { readonly id: string; readonly x: number; readonly y: number }[];
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a forest from left to right, bases first, each tree tidy (Buchheim's linear form of Reingold and
 * Tilford), the trees packed into columns. Order is by id: the same ids and edges always give the same picture.
 */
export function layoutGraph({ ids, edges, aspect = ASPECT }: LayoutRequest): Layout {
  const forest = forestOf(
    ids.map((id) => ({ id })),
    edges,
  );
  const blocks = forest.roots.map((root) => drawTree(root, (id) => forest.dependents.get(id) ?? []));
  return pack(blocks, aspect);
}

function drawTree(root: string, dependentsOf: (id: string) => readonly string[]): Block {
  const placed = tree<string>()
    .nodeSize([NODE_HEIGHT + ROW_GAP, NODE_WIDTH + COLUMN_GAP])
    .separation(({ parent }, other) => (parent === other.parent ? 1 : 1.25))(
    hierarchy<string>(root, dependentsOf),
  );
  const points: HierarchyPointNode<string>[] = placed.descendants();
  // d3 draws downwards: its x is our y.
  const top = points.reduce((least, { x }) => Math.min(least, x), 0);
  const bottom = points.reduce((most, { x }) => Math.max(most, x), 0);
  const right = points.reduce((most, { y }) => Math.max(most, y), 0);
  return {
    nodes: points.map(({ data: id, x, y }) => ({ id, x: y, y: x - top })),
    width: right + NODE_WIDTH,
    height: bottom - top + NODE_HEIGHT,
  };
}

/** The packing, of those into one to eight columns, that is shown largest. */
function pack(blocks: readonly Block[], aspect: number): Layout {
  const total = blocks.reduce((sum, { height }) => sum + height + TREE_GAP, 0);
  const tallest = blocks.reduce((most, { height }) => Math.max(most, height), 0);
  const size = ({ width, height }: Layout) => Math.max(width / aspect, height);
  let best = packColumns(blocks, total);
  for (let columns = 2; columns <= MOST_COLUMNS; columns++) {
    const packed = packColumns(blocks, Math.max(tallest, total / columns));
    if (size(packed) < size(best)) best = packed;
  }
  return best;
}

/** Fills columns from the top with the trees in their order, each column up to a height. */
function packColumns(blocks: readonly Block[], limit: number): Layout {
  const positions = new Map<string, { x: number; y: number }>();
  let left = 0;
  let y = 0;
  let columnWidth = 0;
  let height = 0;
  for (const block of blocks) {
    if (y > 0 && y + block.height > limit) {
      left += columnWidth + COLUMN_GAP;
      y = 0;
      columnWidth = 0;
    }
    for (const node of block.nodes) positions.set(node.id, { x: left + node.x, y: y + node.y });
    height = Math.max(height, y + block.height);
    columnWidth = Math.max(columnWidth, block.width);
    y += block.height + (block.nodes.length === 1 ? ROW_GAP : TREE_GAP);
  }
  return { positions, width: left + columnWidth, height };
}
