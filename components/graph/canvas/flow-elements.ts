import { Position } from 'reactflow';
import type { Drawing, DrawnNode } from '#lib/lineage/graph/graph-drawing.ts';
import { linkShape, linkStyle } from '#lib/lineage/graph/graph-link-style.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/node-size.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { GroupFlowNode } from './group-node.tsx';
import type { ImageFlowNode } from './image-node.tsx';
import type { LinkFlowEdge } from './link-edge.tsx';
import type { NodeMark } from './node-state.ts';

export type FlowNode = ImageFlowNode | GroupFlowNode;

/** What is highlighted. */
export interface Highlight {
  readonly selected: string;
  readonly cursor: string | undefined;
  readonly focusId: string | undefined;
  /** The nodes that belong to the selection; others are dimmed. Undefined if nothing is selected. */
  readonly path: ReadonlySet<string> | undefined;
}

const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT };
const HANDLE = { y: NODE_HEIGHT / 2, width: 1, height: 1 };
/** Pale and without colour, but with legible text (4.5:1). */
const DIMMED_NODE =
  'opacity-65 grayscale transition-opacity [&_*]:text-text! [&_[data-status=stale]]:bg-transparent!';
const DIMMED_EDGE = 'opacity-25 transition-opacity';
const PLAIN = 'transition-opacity';

/** Sizes and the ends of lines, known before rendering so that nothing is measured. */
const FIXED = {
  ...SIZE,
  measured: SIZE,
  handles: [
    { ...HANDLE, type: 'source' as const, position: Position.Left, x: 0 },
    { ...HANDLE, type: 'target' as const, position: Position.Right, x: NODE_WIDTH },
  ],
};

/** The nodes for React Flow, without those that have no position yet. */
export function flowNodes(drawing: Drawing, layout: Layout, highlight: Highlight): FlowNode[] {
  return drawing.nodes.flatMap((drawn): FlowNode[] => {
    const position = layout.positions.get(drawn.id);
    if (position === undefined) return [];
    const mark = markOf(drawn, highlight);
    const className = highlight.path?.has(drawn.id) === false ? DIMMED_NODE : PLAIN;
    const common = { ...FIXED, id: drawn.id, position, className };
    return drawn.kind === 'image'
      ? [{ ...common, type: 'image', data: { drawn, mark } }]
      : [{ ...common, type: 'images', data: { drawn, mark } }];
  });
}

/** The edges for React Flow, between nodes that have positions. */
export function flowEdges(drawing: Drawing, layout: Layout, { selected, path }: Highlight): LinkFlowEdge[] {
  return drawing.edges.flatMap((edge): LinkFlowEdge[] => {
    const source = layout.positions.get(edge.source);
    const target = layout.positions.get(edge.target);
    if (source === undefined || target === undefined) return [];
    const onPath = path?.has(edge.source) === true && path.has(edge.target);
    const mark = edge.id === selected ? 'selected' : onPath ? 'path' : 'none';
    return [
      {
        id: edge.id,
        source: edge.source,
        target: edge.target,
        type: 'link',
        className: path !== undefined && !onPath ? DIMMED_EDGE : PLAIN,
        data: {
          look: linkStyle(edge.links),
          shape: linkShape(source, target, layout.routes.get(edge.source)),
          mark,
        },
      },
    ];
  });
}

/**
 * The elements of a large drawing: the mounted nodes, and the links from them. React Flow draws no link without its end,
 * so the bases of those links are included too, but hidden.
 */
export function mountedElements(
  nodes: readonly FlowNode[],
  edges: readonly LinkFlowEdge[],
  mounted: ReadonlySet<string>,
): { nodes: FlowNode[]; edges: LinkFlowEdge[] } {
  const links = edges.filter(({ source }) => mounted.has(source));
  const ends = new Set(links.map(({ target }) => target));
  return {
    nodes: nodes.flatMap((node): FlowNode[] => {
      if (mounted.has(node.id)) return [node];
      return ends.has(node.id) ? [{ ...node, hidden: true }] : [];
    }),
    edges: links,
  };
}

/** The status that a node shows: an image's, or the worst of a group. */
export function statusOf(drawn: DrawnNode): Status {
  return drawn.kind === 'image' ? drawn.image.status : drawn.group.worst;
}

/** Whether a node matches the filter. */
export function matchesOf(drawn: DrawnNode): boolean {
  return drawn.kind === 'group' || drawn.image.matches !== false;
}

function markOf({ id }: DrawnNode, { selected, cursor, focusId }: Highlight): NodeMark {
  if (id === selected) return 'selected';
  if (id === cursor) return 'cursor';
  return id === focusId ? 'focus' : 'none';
}
