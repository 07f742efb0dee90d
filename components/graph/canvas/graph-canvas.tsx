'use client';

import { type ReactNode, useMemo, useRef } from 'react';
import { Background, MiniMap, Panel, ReactFlow, ReactFlowProvider, useReactFlow } from 'reactflow';
import 'reactflow/dist/style.css';
import { PHONE, useMediaQuery } from '#components/ui/use-media-query.ts';
import type { Drawing, DrawnNode } from '#lib/lineage/graph/graph-drawing.ts';
import { selectionPath, selectionSets } from '#lib/lineage/graph/graph-paths.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { nodeWords } from '../graph-words.ts';
import { ZOOM } from './camera.ts';
import { type FlowNode, flowEdges, flowNodes } from './flow-elements.ts';
import { GroupNode } from './group-node.tsx';
import { ImageNode } from './image-node.tsx';
import { LinkEdge } from './link-edge.tsx';
import { useCamera } from './use-camera.ts';
import { useGraphKeys } from './use-graph-keys.ts';
import { useZoomKeys } from './use-zoom-keys.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

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
  /** How much is drawn, shown over the graph. */
  count: ReactNode;
  controls: ReactNode;
}

/** The drawn graph: pan, zoom, select, move by keys. */
export function GraphCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ drawing, layout, viewKey, selected, focusId, count, controls }: CanvasProps) {
  const actions = useGraphActions();
  const frame = useRef<HTMLDivElement>(null);
  const phone = useMediaQuery(PHONE);
  const { cursor, setCursor, onKeyDown } = useGraphKeys({ drawing, layout, selected, focusId, actions });
  const shown = useMemo(() => {
    if (selected !== '') return { key: selected, sets: selectionSets(drawing, selected) };
    return cursor === undefined ? undefined : { key: `cursor ${cursor}`, sets: [[cursor]] };
  }, [drawing, selected, cursor]);
  const { fit, onMovedByHand } = useCamera({
    ...{ frame, layout, viewKey, focusId, anchor: cursor, shown },
  });
  useZoomKeys({ onFit: fit, onZoomed: onMovedByHand });
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
      className="group/canvas relative size-full outline-none [&[data-moving]_.react-flow\_\_viewport]:will-change-transform"
    >
      <p id="graph-keys" className="sr-only">
        Arrow keys move, Enter selects, F focuses, E expands or collapses, Escape closes. Plus and minus zoom,
        zero shows everything. The list shows the same images.
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
        minZoom={ZOOM.least}
        maxZoom={ZOOM.most}
        onMoveStart={(event) => {
          // While it moves, the browser scales what it has painted instead of painting every frame anew.
          frame.current?.setAttribute('data-moving', '');
          if (event !== null) onMovedByHand();
        }}
        onMoveEnd={() => frame.current?.removeAttribute('data-moving')}
        onNodeClick={(_, { id }) => choose(id)}
        onNodeDoubleClick={(_, node) =>
          node.type === 'images' ? actions.expand(node.id) : actions.focusOn(node.id)
        }
        onEdgeClick={(_, { id, source }) => choose(source.startsWith('group:') ? source : id)}
        onPaneClick={() => choose('')}
        attributionPosition={phone ? 'bottom-right' : 'top-center'}
        className="bg-bg! font-sans! [&_.react-flow\_\_attribution]:bg-transparent! [&_.react-flow\_\_attribution_a]:text-muted!"
      >
        <Background gap={24} size={1} color="var(--line)" bgColor="var(--bg)" />
        {!phone && nodes.length >= MAPPED ? <Overview onMoved={onMovedByHand} /> : null}
        <ZoomButtons onFit={fit} onZoomed={onMovedByHand} />
        <Panel position="top-left" className="m-3! flex max-w-[calc(100%-9rem)]">
          {count}
        </Panel>
        <Panel
          position="bottom-left"
          className={`m-3! max-w-[calc(100%-12rem)] max-md:max-w-none ${selected === '' ? '' : 'max-md:hidden!'}`}
        >
          {controls}
        </Panel>
      </ReactFlow>
      <div
        aria-hidden
        className="pointer-events-none absolute inset-0 border-2 border-focus opacity-0 group-focus-visible/canvas:opacity-100"
      />
    </div>
  );
}

/** A small map of everything: a click moves the view there, dragging and the wheel work as in the graph. */
function Overview({ onMoved }: { onMoved: () => void }) {
  const { getZoom, setCenter } = useReactFlow();
  return (
    <MiniMap<FlowNode>
      pannable
      zoomable
      ariaLabel="Map of the whole graph"
      onClick={(_, { x, y }) => {
        onMoved();
        void setCenter(x, y, { zoom: getZoom(), duration: 150 });
      }}
      nodeColor={mapColour}
      nodeStrokeWidth={0}
      nodeBorderRadius={8}
      bgColor="var(--surface)"
      maskColor="color-mix(in oklab, var(--bg) 70%, transparent)"
      className="m-3! overflow-hidden rounded-md border border-line-strong/70"
      style={{ width: 150, height: 84 }}
    />
  );
}

function mapColour({ data }: FlowNode): string {
  return `var(--status-${statusOf(data.drawn)})`;
}

function statusOf(drawn: DrawnNode) {
  return drawn.kind === 'image' ? drawn.image.status : drawn.group.worst;
}
