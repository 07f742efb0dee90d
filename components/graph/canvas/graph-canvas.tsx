'use client';

import { type ReactNode, useMemo, useRef } from 'react';
import { Background, MiniMap, ReactFlow, ReactFlowProvider } from 'reactflow';
import 'reactflow/dist/style.css';
import { PHONE, useMediaQuery } from '#components/ui/use-media-query.ts';
import type { Drawing, DrawnNode } from '#lib/lineage/graph/graph-drawing.ts';
import { selectionPath } from '#lib/lineage/graph/graph-paths.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { nodeWords } from '../graph-words.ts';
import { type FlowNode, flowEdges, flowNodes } from './flow-elements.ts';
import { GroupNode } from './group-node.tsx';
import { ImageNode } from './image-node.tsx';
import { LinkEdge } from './link-edge.tsx';
import { useCamera } from './use-camera.ts';
import { useGraphKeys } from './use-graph-keys.ts';

const NODE_TYPES = { image: ImageNode, images: GroupNode };
const EDGE_TYPES = { link: LinkEdge };
/** The number of nodes from which on a map is shown. */
const MAPPED = 24;

interface CanvasProps {
  drawing: Drawing;
  layout: Layout;
  viewKey: string;
  selected: string;
  focusId: string | undefined;
  children?: ReactNode;
}

/** The drawn graph: pan, zoom, select, move by keys. `children` are shown over it. */
export function GraphCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ drawing, layout, viewKey, selected, focusId, children }: CanvasProps) {
  const actions = useGraphActions();
  const frame = useRef<HTMLDivElement>(null);
  const phone = useMediaQuery(PHONE);
  const { cursor, setCursor, onKeyDown } = useGraphKeys({ drawing, layout, selected, focusId, actions });
  useCamera({ layout, viewKey, focusId, anchor: cursor });
  const path = useMemo(() => selectionPath(drawing, selected), [drawing, selected]);
  const highlight = useMemo(() => ({ selected, cursor, focusId, path }), [selected, cursor, focusId, path]);
  const nodes = useMemo(() => flowNodes(drawing, layout, highlight), [drawing, layout, highlight]);
  const edges = useMemo(() => flowEdges(drawing, layout, highlight), [drawing, layout, highlight]);
  const choose = (id: string) => {
    setCursor(id);
    actions.select(id);
    frame.current?.focus({ preventScroll: true });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of controls with its own keys, not a form's fieldset.
    <div
      ref={frame}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes the keys that move in the graph.
      tabIndex={0}
      aria-label="Graph of images and their bases"
      aria-describedby="graph-keys"
      onKeyDown={onKeyDown}
      className="group/canvas relative size-full outline-none"
    >
      <p id="graph-keys" className="sr-only">
        Arrow keys move, Enter selects, F focuses, E expands or collapses, Escape closes. The table shows the
        same images.
      </p>
      <p role="status" className="sr-only">
        {cursor === undefined ? '' : nodeWords(drawing, cursor)}
      </p>
      <ReactFlow<FlowNode, (typeof edges)[number]>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        onlyRenderVisibleElements
        zoomOnDoubleClick={false}
        panOnScroll={!phone}
        minZoom={0.05}
        maxZoom={1.5}
        onNodeClick={(_, { id }) => choose(id)}
        onNodeDoubleClick={(_, node) =>
          node.type === 'images' ? actions.expand(node.id) : actions.focusOn(node.id)
        }
        onEdgeClick={(_, { id, source }) => choose(source.startsWith('group:') ? source : id)}
        onPaneClick={() => choose('')}
        attributionPosition={phone ? 'bottom-right' : 'top-right'}
        className="bg-bg! font-sans! [&_.react-flow\_\_attribution]:bg-transparent! [&_.react-flow\_\_attribution_a]:text-muted!"
      >
        <Background gap={24} size={1} color="var(--line)" bgColor="var(--bg)" />
        {!phone && nodes.length >= MAPPED ? <Overview /> : null}
        {children}
      </ReactFlow>
      <div
        aria-hidden
        className="pointer-events-none absolute inset-0 border-2 border-focus opacity-0 group-focus-visible/canvas:opacity-100"
      />
    </div>
  );
}

function Overview() {
  return (
    <MiniMap<FlowNode>
      pannable
      zoomable
      ariaLabel="Map of the whole graph"
      nodeColor={mapColour}
      nodeStrokeWidth={0}
      nodeBorderRadius={8}
      bgColor="var(--surface)"
      maskColor="color-mix(in oklab, var(--bg) 70%, transparent)"
      className="overflow-hidden rounded-md border border-line-strong/70"
      style={{ width: 180, height: 120 }}
    />
  );
}

function mapColour({ data }: FlowNode): string {
  return `var(--status-${statusOf(data.drawn)})`;
}

function statusOf(drawn: DrawnNode) {
  return drawn.kind === 'image' ? drawn.image.status : drawn.group.worst;
}
