'use client';

import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { Panel, useReactFlow, useStoreApi } from 'reactflow';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/node-size.ts';
import { type FlowNode, statusOf } from '../flow-elements.ts';
import { usePalette } from '../paint/use-palette.ts';
import { drawnAt, MAP, mapCamera, viewOnMap } from './map-scale.ts';

/** A press that moves the pointer less than this, in pixels, is a click. */
const CLICK = 3;
/** How much one pixel of the wheel zooms, as in the graph. */
const WHEEL = 0.002;

/** A small map of the graph. A click moves the view there; dragging and the wheel work as in the graph. */
export function Overview({
  nodes,
  layout,
  onMoved,
}: {
  nodes: readonly FlowNode[];
  layout: Layout;
  onMoved: () => void;
}) {
  const { getViewport, setViewport, setCenter } = useReactFlow();
  const store = useStoreApi();
  const canvas = useRef<HTMLCanvasElement>(null);
  const seen = useRef<HTMLDivElement>(null);
  const map = useMemo(() => mapCamera(layout), [layout]);
  const drag = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined);

  const { status } = usePalette();

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const ratio = devicePixelRatio;
    context.canvas.width = MAP.width * ratio;
    context.canvas.height = MAP.height * ratio;
    context.setTransform(ratio * map.zoom, 0, 0, ratio * map.zoom, ratio * map.x, ratio * map.y);
    for (const { position, data } of nodes) {
      context.fillStyle = status[statusOf(data.drawn)];
      context.fillRect(position.x, position.y, NODE_WIDTH, NODE_HEIGHT);
    }
  }, [map, nodes, status]);

  useEffect(() => {
    const show = () => {
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const box = viewOnMap(map, { x, y, zoom }, { width, height });
      seen.current?.style.setProperty('transform', `translate(${box.x}px, ${box.y}px)`);
      seen.current?.style.setProperty('width', `${box.width}px`);
      seen.current?.style.setProperty('height', `${box.height}px`);
    };
    show();
    return store.subscribe(show);
  }, [store, map]);

  useEffect(() => {
    const element = canvas.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      onMoved();
      const { width, height, minZoom, maxZoom } = store.getState();
      const { x, y, zoom } = getViewport();
      const next = Math.min(maxZoom, Math.max(minZoom, zoom * 2 ** (-event.deltaY * WHEEL)));
      const middle = { x: width / 2, y: height / 2 };
      void setViewport({
        x: middle.x - ((middle.x - x) / zoom) * next,
        y: middle.y - ((middle.y - y) / zoom) * next,
        zoom: next,
      });
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [store, getViewport, setViewport, onMoved]);

  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    const from = drag.current;
    if (from === undefined) return;
    const across = clientX - from.x;
    const down = clientY - from.y;
    if (!from.moved && Math.hypot(across, down) < CLICK) return;
    drag.current = { x: clientX, y: clientY, moved: true };
    onMoved();
    const { x, y, zoom } = getViewport();
    void setViewport({ x: x - (across / map.zoom) * zoom, y: y - (down / map.zoom) * zoom, zoom });
  };
  const onPointerUp = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent) => {
    if (drag.current?.moved === false) {
      onMoved();
      const { x, y } = drawnAt(map, { x: offsetX, y: offsetY });
      void setCenter(x, y, { zoom: getViewport().zoom, duration: 150 });
    }
    drag.current = undefined;
  };
  return (
    <Panel
      position="bottom-right"
      className="m-3! overflow-hidden rounded-md border border-line-strong/70 bg-surface"
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label="Map of the whole graph"
        className="block touch-none"
        style={MAP}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drag.current = { x: event.clientX, y: event.clientY, moved: false };
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          drag.current = undefined;
        }}
      />
      <div
        ref={seen}
        className="pointer-events-none absolute top-0 left-0 shadow-[0_0_0_1000px_color-mix(in_oklab,var(--bg)_70%,transparent)]"
      />
    </Panel>
  );
}
