import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'reactflow';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import type { Camera } from './camera.ts';
import { MANY, nextMounted, readableIds } from './readable-part.ts';
import { type ZoomLevel, zoomLevel } from './zoom-level.ts';

/** In pixels: after a drag of this length, nodes that come into view get elements. */
const DRAGGED = 120;
/** In milliseconds: turns of the wheel with shorter pauses are one gesture. */
const PAUSE = 150;
const NONE: ReadonlySet<string> = new Set();

/** The part of a drawing that has elements. */
interface ReadablePart {
  /** Whether nodes without elements are painted. */
  readonly isLarge: boolean;
  /** The nodes with elements; undefined for all. */
  readonly mounted: ReadonlySet<string> | undefined;
  /** How much is drawn of each of them. */
  readonly level: ZoomLevel;
  /** Whether all elements are hidden: at this zoom, or at an earlier one of the gesture, none can be read. */
  readonly plain: boolean;
}

/**
 * Keeps zooming smooth: in a drawing of many nodes, only nodes that are large enough to read have elements. During a zoom
 * the elements stay, and only their layer is scaled. Afterwards other nodes get elements, a few in each frame.
 */
export function useReadablePart(frame: RefObject<HTMLElement | null>, layout: Layout) {
  const isLarge = layout.positions.size > MANY;
  const now = useStore(({ transform }) => zoomLevel(transform[2]));
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  /** The camera when it last rested; undefined until the view of the first drawing is known. */
  const [rest, setRest] = useState<Camera>();
  const [mounted, setMounted] = useState(NONE);
  const [tooSmall, setTooSmall] = useState(false);
  const gesture = useRef<{ zoom: number; zooms: boolean; from: Camera } | undefined>(undefined);
  const wanted = useMemo(
    () => (isLarge && rest !== undefined ? readableIds(layout, rest, { width, height }) : []),
    [isLarge, layout, rest, width, height],
  );
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  useEffect(() => {
    if (nextMounted(mounted, wanted) === mounted) return undefined;
    const frame = requestAnimationFrame(() => {
      if (gesture.current?.zooms !== true) setMounted((last) => nextMounted(last, wanted));
    });
    return () => cancelAnimationFrame(frame);
  }, [mounted, wanted]);
  const level = isLarge && rest !== undefined ? zoomLevel(rest.zoom) : now;
  const part: ReadablePart = {
    isLarge,
    mounted: isLarge || rest === undefined ? mounted : undefined,
    level,
    plain: isLarge && tooSmall,
  };
  return {
    part,
    onMoveStart: (camera: Camera) => {
      clearTimeout(pause.current);
      gesture.current = { zoom: camera.zoom, zooms: false, from: camera };
      // While it moves, the browser scales what it has painted instead of painting every frame anew.
      frame.current?.setAttribute('data-moving', '');
    },
    onMove: (camera: Camera) => {
      const moving = gesture.current;
      if (moving === undefined) return;
      if (camera.zoom !== moving.zoom) moving.zooms = true;
      const { from, zooms } = moving;
      if (zooms && zoomLevel(camera.zoom) === 'far') setTooSmall(true);
      if (!isLarge || zooms || Math.hypot(camera.x - from.x, camera.y - from.y) < DRAGGED) return;
      moving.from = camera;
      setRest(camera);
    },
    onMoveEnd: (camera: Camera, byHand: boolean) => {
      const settle = () => {
        gesture.current = undefined;
        frame.current?.removeAttribute('data-moving');
        setRest(camera);
        setTooSmall(zoomLevel(camera.zoom) === 'far');
      };
      if (byHand && gesture.current?.zooms === true) pause.current = setTimeout(settle, PAUSE);
      else settle();
    },
  };
}
