import { useCallback, useState } from 'react';
import type { Room } from '#lib/lineage/graph/pack-blocks.ts';
import { roomOf } from './camera.ts';

/** In pixels: a smaller change of the page's size does not arrange the graph anew. */
const COARSE = 80;

/** The room for a drawing inside an element, roughly: a ref for the element, and the room once it is measured. */
export function useRoom(): {
  measured: (element: HTMLElement | null) => (() => void) | undefined;
  room: Room | undefined;
} {
  const [room, setRoom] = useState<Room>();
  const measured = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const measure = () => {
      const { width, height } = roomOf({ width: element.clientWidth, height: element.clientHeight });
      const coarse = (size: number) => Math.max(COARSE, Math.floor(size / COARSE) * COARSE);
      const next = { width: coarse(width), height: coarse(height) };
      setRoom((now) => (now?.width === next.width && now.height === next.height ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { measured, room };
}
