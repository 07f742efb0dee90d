import { NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/node-size.ts';
import type { Box, Camera } from '../camera.ts';
import { type FlowNode, matchesOf, statusOf } from '../flow-elements.ts';
import type { LinkFlowEdge } from '../link-edge.tsx';
import { zoomLevel } from '../zoom-level.ts';
import type { Palette } from './use-palette.ts';

/** A link, ready to be painted. */
export interface PaintedLink {
  readonly source: string;
  readonly data: NonNullable<LinkFlowEdge['data']>;
  readonly line: Path2D;
  readonly head: Path2D;
  /** The box around its line. */
  readonly box: Box;
}

/** What is painted: plain boxes and plain lines. */
export interface Scene {
  readonly nodes: readonly FlowNode[];
  readonly links: readonly PaintedLink[];
  /** The nodes that belong to the selection; others are dimmed. */
  readonly path: ReadonlySet<string> | undefined;
}

/** How far outlines and lines reach beyond their node or link, in pixels of the drawing. */
const SLACK = 16;
/** A corner's radius, and the zoom below which it is too small to be seen. */
const ROUND = { radius: 6, from: 0.15 };
const OUTLINES = { selected: [], focus: [], cursor: [4, 3] } as const;

/** Paints everything that has no elements of its own, for a canvas of `width` × `height` CSS pixels. */
export function paintScene(
  context: CanvasRenderingContext2D,
  { nodes, links, path }: Scene,
  skipped: ReadonlySet<string>,
  { x, y, zoom }: Camera,
  { width, height, ratio }: { readonly width: number; readonly height: number; readonly ratio: number },
  palette: Palette,
): void {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, width, height);
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  const seen: Box = {
    x: -x / zoom - SLACK,
    y: -y / zoom - SLACK,
    width: width / zoom + 2 * SLACK,
    height: height / zoom + 2 * SLACK,
  };
  const detailed = zoomLevel(zoom) !== 'far';
  for (const link of links) {
    if (skipped.has(link.source) || !meets(link.box, seen)) continue;
    const { mark, look } = link.data;
    const ink = mark !== 'none' && look.ink === 'plain' ? palette.text : palette.ink[look.ink];
    context.globalAlpha = mark !== 'none' ? 1 : path !== undefined ? 0.25 : look.dimmed ? 0.5 : 1;
    context.strokeStyle = ink;
    context.lineWidth = mark === 'none' ? 1.5 : detailed ? 3 : 6;
    context.setLineDash(look.dashed && detailed ? [5, 4] : []);
    context.stroke(link.line);
    if (!detailed) continue;
    context.fillStyle = ink;
    context.fill(link.head);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  for (const node of nodes) {
    if (skipped.has(node.id) || !meets({ ...node.position, width: NODE_WIDTH, height: NODE_HEIGHT }, seen))
      continue;
    paintBox(context, node, path?.has(node.id) === false, zoom, palette);
  }
}

function paintBox(
  context: CanvasRenderingContext2D,
  node: FlowNode,
  isDimmed: boolean,
  zoom: number,
  palette: Palette,
): void {
  const { x, y } = node.position;
  const { mark } = node.data;
  const status = statusOf(node.data.drawn);
  const grounds = matchesOf(node.data.drawn) ? palette.box : palette.context;
  context.fillStyle = isDimmed ? palette.dimmed : grounds[status];
  if (zoom < ROUND.from) {
    context.fillRect(x, y, NODE_WIDTH, NODE_HEIGHT);
  } else {
    context.beginPath();
    context.roundRect(x, y, NODE_WIDTH, NODE_HEIGHT, ROUND.radius);
    context.fill();
    context.strokeStyle = palette.frame;
    context.lineWidth = 1;
    context.stroke();
  }
  if (mark === 'none') return;
  // Equally wide on the screen at any zoom, so that a selected node can be found among a thousand.
  const gap = (mark === 'focus' ? 0 : 2) / zoom;
  context.strokeStyle = mark === 'focus' ? palette.text : palette.focus;
  context.lineWidth = 2 / zoom;
  context.setLineDash(OUTLINES[mark].map((length) => length / zoom));
  context.strokeRect(x - gap, y - gap, NODE_WIDTH + 2 * gap, NODE_HEIGHT + 2 * gap);
  context.setLineDash([]);
}

function meets(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
