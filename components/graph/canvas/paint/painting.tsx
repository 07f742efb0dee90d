'use client';

import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useStoreApi } from 'reactflow';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { boxAround } from '../camera.ts';
import type { FlowNode } from '../flow-elements.ts';
import type { LinkFlowEdge } from '../link-edge.tsx';
import { type PaintedLink, paintScene, type Scene } from './paint-scene.ts';
import { type Palette, usePalette } from './use-palette.ts';

/** A canvas under the elements of a large drawing. It paints the nodes and links without elements, and follows the view. */
export function Painting({
  nodes,
  edges,
  layout,
  path,
  skipped,
}: {
  nodes: readonly FlowNode[];
  edges: readonly LinkFlowEdge[];
  layout: Layout;
  path: ReadonlySet<string> | undefined;
  /** The nodes that have elements. */
  skipped: ReadonlySet<string>;
}) {
  const store = useStoreApi();
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const frame = useRef(0);
  const links = useMemo(() => edges.flatMap((edge) => paintedLink(edge, layout)), [edges, layout]);
  const painted = useRef<{ scene: Scene; skipped: ReadonlySet<string>; palette: Palette }>(undefined);

  const paint = useCallback(() => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const context = canvas.current?.getContext('2d', { alpha: false });
      const { width, height, transform } = store.getState();
      if (context === null || context === undefined || painted.current === undefined || width === 0) return;
      const ratio = devicePixelRatio;
      const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
      if (context.canvas.width !== size.width) context.canvas.width = size.width;
      if (context.canvas.height !== size.height) context.canvas.height = size.height;
      const [x, y, zoom] = transform;
      const { scene, skipped, palette } = painted.current;
      paintScene(context, scene, skipped, { x, y, zoom }, { width, height, ratio }, palette);
    });
  }, [store]);

  useEffect(() => {
    painted.current = { scene: { nodes, links, path }, skipped, palette };
    paint();
  }, [nodes, links, path, skipped, palette, paint]);
  useEffect(() => {
    const unsubscribe = store.subscribe(({ transform, width, height }, before) => {
      if (transform !== before.transform || width !== before.width || height !== before.height) paint();
    });
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame.current);
    };
  }, [store, paint]);
  return <canvas ref={canvas} aria-hidden className="pointer-events-none absolute inset-0 -z-1 size-full" />;
}

function paintedLink({ source, target, data }: LinkFlowEdge, layout: Layout): PaintedLink[] {
  const box = boxAround(layout, [source, target]);
  if (data === undefined || box === undefined) return [];
  return [{ source, data, line: new Path2D(data.shape.line), head: new Path2D(data.shape.head), box }];
}
