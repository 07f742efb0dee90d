import { type RefObject, useEffect, useRef } from 'react';
import { useReactFlow, useStore } from 'reactflow';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { anchorBetween } from './anchor.ts';
import {
  boxAround,
  type Camera,
  cameraFor,
  cameraOfWhole,
  cameraShowing,
  cameraThatHolds,
} from './camera.ts';

/** What is brought into view: the nodes of each set if they fit, else those of the next; the last is one node. */
export interface Shown {
  /** Equal for the same selection. */
  readonly key: string;
  readonly sets: readonly Iterable<string>[];
}

/**
 * Moves the view. A new request is shown whole. If nodes come or go under the same request, the node that was acted on
 * keeps its place on the screen. What is selected, or reached by key, is brought into view, in the room that the panel
 * leaves. Until the view is moved by hand, it follows the size of the page.
 */
export function useCamera({
  frame,
  layout,
  viewKey,
  focusId,
  anchor,
  shown,
}: {
  frame: RefObject<HTMLElement | null>;
  layout: Layout;
  /** Equal for equal requests. */
  viewKey: string;
  focusId: string | undefined;
  /** The node that is acted on: selected or under the cursor. */
  anchor: string | undefined;
  shown: Shown | undefined;
}) {
  const { setViewport, getViewport } = useReactFlow();
  // They tell of changes alone: right after a commit the element knows its new size and React Flow does not.
  const width = useStore(({ width }) => width);
  const height = useStore(({ height }) => height);
  const before = useRef<{ viewKey: string; layout: Layout; size: string } | null>(null);
  const brought = useRef<string | undefined>(undefined);
  const movedByHand = useRef(false);
  const shownKey = shown?.key;

  useEffect(() => {
    const screen = sizeOf(frame.current);
    if (width === 0 || height === 0 || screen === undefined) return;
    const size = `${screen.width}×${screen.height}`;
    const last = before.current;
    before.current = { viewKey, layout, size };
    if (last === null || last.viewKey !== viewKey) {
      movedByHand.current = false;
      brought.current = undefined;
      void setViewport(cameraFor(layout, screen, focusId));
    } else if (last.layout !== layout) {
      const camera = getViewport();
      const middle = {
        x: (screen.width / 2 - camera.x) / camera.zoom,
        y: (screen.height / 2 - camera.y) / camera.zoom,
      };
      const still = anchorBetween(last.layout, layout, anchor, middle);
      const held = cameraThatHolds(camera, last.layout, layout, still);
      if (held !== undefined) void setViewport(held);
    } else if (last.size !== size && shownKey === undefined && !movedByHand.current) {
      void setViewport(cameraFor(layout, screen, focusId));
    }
  }, [frame, layout, viewKey, focusId, anchor, shownKey, width, height, setViewport, getViewport]);

  useEffect(() => {
    const screen = sizeOf(frame.current);
    if (width === 0 || height === 0 || screen === undefined) return;
    // Once for a selection and a size: a user who pans away from the selection is not moved back.
    const key = shown && `${shown.key} ${screen.width}×${screen.height}`;
    if (key === brought.current) return;
    brought.current = key;
    if (shown === undefined) return;
    const boxes = shown.sets.flatMap((ids) => boxAround(layout, ids) ?? []);
    const moved: Camera | undefined = cameraShowing(getViewport(), screen, boxes);
    if (moved !== undefined) void setViewport(moved, { duration: 150 });
  }, [frame, shown, layout, width, height, setViewport, getViewport]);

  return {
    /** Shows all of the drawing. */
    fit: () => {
      const screen = sizeOf(frame.current);
      if (screen === undefined) return;
      movedByHand.current = false;
      void setViewport(cameraOfWhole(layout, screen), { duration: 150 });
    },
    onMovedByHand: () => {
      movedByHand.current = true;
    },
  };
}

function sizeOf(element: HTMLElement | null) {
  if (element === null || element.clientWidth === 0 || element.clientHeight === 0) return undefined;
  return { width: element.clientWidth, height: element.clientHeight };
}
