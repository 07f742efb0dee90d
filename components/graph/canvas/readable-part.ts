import type { Layout } from '#lib/lineage/graph/layout.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/node-size.ts';
import type { Camera } from './camera.ts';
import { zoomLevel } from './zoom-level.ts';

/** A drawing of more nodes than this has elements only for those that one can read; the others are painted. */
export const MANY = 150;

/** How far beyond the screen nodes are ready, in pixels: so far a drag shows names at once. */
const AHEAD = 240;
/** Nodes that get their elements in one frame: as many as do not delay it. */
const AT_ONCE = 12;

/** The ids of the nodes that can be read in a view, or after a short drag; those in the middle first. */
export function readableIds(
  { positions }: Pick<Layout, 'positions'>,
  { x, y, zoom }: Camera,
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] {
  if (zoomLevel(zoom) === 'far') return [];
  const near: (readonly [id: string, distance: number])[] = [];
  for (const [id, corner] of positions) {
    const across = x + (corner.x + NODE_WIDTH / 2) * zoom - width / 2;
    const down = y + (corner.y + NODE_HEIGHT / 2) * zoom - height / 2;
    const isNear =
      Math.abs(across) < width / 2 + AHEAD + (NODE_WIDTH / 2) * zoom &&
      Math.abs(down) < height / 2 + AHEAD + (NODE_HEIGHT / 2) * zoom;
    if (isNear) near.push([id, Math.hypot(across, down)]);
  }
  return near.sort(([, a], [, b]) => a - b).map(([id]) => id);
}

/** The next nodes that have elements, on the way to those wanted: a few more each time, none that is not wanted. */
export function nextMounted(mounted: ReadonlySet<string>, wanted: readonly string[]): ReadonlySet<string> {
  const kept = wanted.filter((id) => mounted.has(id));
  if (kept.length === wanted.length && kept.length === mounted.size) return mounted;
  const added = wanted.filter((id) => !mounted.has(id)).slice(0, AT_ONCE);
  return new Set([...kept, ...added]);
}
