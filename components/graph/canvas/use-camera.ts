import { useEffect, useRef } from 'react';
import { useReactFlow, useStore } from 'reactflow';
import { type Layout, NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/layout.ts';
import { anchorBetween, type Camera, cameraFor, cameraShowing, cameraThatHolds } from './camera.ts';

/**
 * Moves the view. A new request is shown whole. If nodes come or go under the same request, the node that was acted on
 * keeps its place on the screen. A node selected by key is scrolled into view.
 */
export function useCamera({
  layout,
  viewKey,
  focusId,
  anchor,
}: {
  layout: Layout;
  /** Equal for equal requests. */
  viewKey: string;
  focusId: string | undefined;
  /** The node that is acted on: selected or under the cursor. */
  anchor: string | undefined;
}) {
  const { setViewport, getViewport } = useReactFlow();
  const width = useStore(({ width }) => width);
  const height = useStore(({ height }) => height);
  const shown = useRef<{ viewKey: string; layout: Layout } | null>(null);
  const brought = useRef<string | undefined>(undefined);

  useEffect(() => {
    if (width === 0 || height === 0) return;
    const before = shown.current;
    shown.current = { viewKey, layout };
    if (before === null || before.viewKey !== viewKey) {
      void setViewport(cameraFor(layout, { width, height }, focusId));
    } else if (before.layout !== layout) {
      const camera = getViewport();
      const middle = {
        x: (width / 2 - camera.x) / camera.zoom,
        y: (height / 2 - camera.y) / camera.zoom,
      };
      const still = anchorBetween(before.layout, layout, anchor, middle);
      const held = cameraThatHolds(camera, before.layout, layout, still);
      if (held !== undefined) void setViewport(held);
    }
  }, [layout, viewKey, focusId, anchor, width, height, setViewport, getViewport]);

  useEffect(() => {
    const at = anchor === undefined ? undefined : layout.positions.get(anchor);
    if (anchor === undefined) brought.current = undefined;
    // Only once per node: a user who pans away from the selection is not moved back.
    if (at === undefined || width === 0 || brought.current === anchor) return;
    brought.current = anchor;
    const box = { ...at, width: NODE_WIDTH, height: NODE_HEIGHT };
    const moved: Camera | undefined = cameraShowing(getViewport(), { width, height }, box);
    if (moved !== undefined) void setViewport(moved, { duration: 150 });
  }, [anchor, layout, width, height, setViewport, getViewport]);
}
