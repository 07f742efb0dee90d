'use client';

import { type ReactNode, useMemo, useRef } from 'react';
import { Background, Panel, ReactFlow, ReactFlowProvider } from 'reactflow';
import 'reactflow/dist/style.css';
import { PHONE, useMediaQuery } from '#components/ui/use-media-query.ts';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { selectionSets } from '#lib/lineage/graph/graph-paths.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { nodeWords } from '../graph-words.ts';
import { ZOOM } from './camera.ts';
import type { FlowNode } from './flow-elements.ts';
import { GroupNode } from './group-node.tsx';
import { ImageNode } from './image-node.tsx';
import { LevelProvider } from './level-context.tsx';
import { LinkEdge } from './link-edge.tsx';
import { Overview } from './overview/overview.tsx';
import { Painting } from './paint/painting.tsx';
import { useCamera } from './use-camera.ts';
import { useElements } from './use-elements.ts';
import { useGraphKeys } from './use-graph-keys.ts';
import { usePaintedNodes } from './use-painted-nodes.ts';
import { useReadablePart } from './use-readable-part.ts';
import { useZoomKeys } from './use-zoom-keys.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

const NODE_TYPES = { image: ImageNode, images: GroupNode };
const EDGE_TYPES = { link: LinkEdge };
const NONE: ReadonlySet<string> = new Set();
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
  const { part, onMoveStart, onMove, onMoveEnd } = useReadablePart(frame, layout);
  const { isLarge, mounted, level, plain } = part;
  const { nodes, edges, path, elements } = useElements(
    drawing,
    layout,
    { selected, cursor, focusId },
    mounted,
  );
  const painted = usePaintedNodes(frame, drawing, layout);
  const choose = (id: string) => {
    setCursor(id);
    actions.select(id);
    frame.current?.focus({ preventScroll: true });
  };
  const open = (id: string) => (id.startsWith('group:') ? actions.expand(id) : actions.focusOn(id));
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
      data-plain={plain ? '' : undefined}
      className="group/canvas relative size-full outline-none [&[data-moving]_.react-flow\_\_viewport]:will-change-transform [&[data-over]_.react-flow\_\_pane:not(.dragging)]:cursor-pointer! [&[data-plain]_.react-flow\_\_viewport]:hidden"
    >
      <p id="graph-keys" className="sr-only">
        Arrow keys move, Enter selects, F focuses, E expands or collapses, Escape closes. Plus and minus zoom,
        zero shows everything. The list shows the same images.
      </p>
      <p role="status" className="sr-only">
        {cursor === undefined ? '' : nodeWords(drawing, cursor)}
      </p>
      <LevelProvider value={level}>
        <ReactFlow<FlowNode, (typeof edges)[number]>
          nodes={elements.nodes}
          edges={elements.edges}
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
          zoomOnDoubleClick={false}
          minZoom={ZOOM.least}
          maxZoom={ZOOM.most}
          onMoveStart={(event, camera) => {
            if (event !== null) onMovedByHand();
            painted.onLeave();
            onMoveStart(camera);
          }}
          onMove={(_, camera) => onMove(camera)}
          onMoveEnd={(event, camera) => onMoveEnd(camera, event !== null)}
          onNodeClick={(_, { id }) => choose(id)}
          onNodeDoubleClick={(_, { id }) => open(id)}
          onEdgeClick={(_, { id, source }) => choose(source.startsWith('group:') ? source : id)}
          onPaneClick={(event) => choose(painted.at(event) ?? '')}
          onPaneMouseMove={painted.onHover}
          onPaneMouseLeave={painted.onLeave}
          onDoubleClick={(event) => {
            const id = painted.at(event);
            if (id !== undefined) open(id);
          }}
          attributionPosition={phone ? 'bottom-right' : 'top-center'}
          className="bg-bg! font-sans! [&_.react-flow\_\_attribution]:bg-transparent! [&_.react-flow\_\_attribution_a]:text-muted!"
        >
          {isLarge ? (
            <Painting {...{ nodes, edges, layout, path }} skipped={plain ? NONE : (mounted ?? NONE)} />
          ) : (
            <Background gap={24} size={1} color="var(--line)" bgColor="var(--bg)" />
          )}
          {!phone && nodes.length >= MAPPED ? (
            <Overview nodes={nodes} layout={layout} onMoved={onMovedByHand} />
          ) : null}
          <ZoomButtons onFit={fit} onZoomed={onMovedByHand} />
          <Panel
            position="top-left"
            className="m-3! flex max-w-[calc(100%-9rem)] max-md:max-w-[calc(100%-1.5rem)]"
          >
            {count}
          </Panel>
          <Panel
            position="bottom-left"
            className={`m-3! max-w-[calc(100%-12rem)] max-md:max-w-none ${selected === '' ? '' : 'max-md:hidden!'}`}
          >
            {controls}
          </Panel>
        </ReactFlow>
      </LevelProvider>
      <div
        aria-hidden
        className="pointer-events-none absolute inset-0 border-2 border-focus opacity-0 group-focus-visible/canvas:opacity-100"
      />
    </div>
  );
}
