import type { Box, Camera } from '../camera.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The map's size in CSS pixels, and its margin. */
export const MAP: Size = { width: 150, height: 84 };
const MARGIN = 4;

/** The camera of the map: the whole drawing, as large as possible, in the middle. */
export function mapCamera({ width, height }: Size): Camera {
  const zoom = Math.min((MAP.width - 2 * MARGIN) / width, (MAP.height - 2 * MARGIN) / height);
  return { x: (MAP.width - width * zoom) / 2, y: (MAP.height - height * zoom) / 2, zoom };
}

/** The part of the drawing that a view shows, as a rectangle of the map. */
export function viewOnMap(map: Camera, view: Camera, screen: Size): Box {
  const scale = map.zoom / view.zoom;
  return {
    x: map.x - view.x * scale,
    y: map.y - view.y * scale,
    width: screen.width * scale,
    height: screen.height * scale,
  };
}

/** The point of the drawing at a point of the map. */
export function drawnAt(map: Camera, at: { readonly x: number; readonly y: number }) {
  return { x: (at.x - map.x) / map.zoom, y: (at.y - map.y) / map.zoom };
}
