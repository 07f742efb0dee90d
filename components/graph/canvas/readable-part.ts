import type { Layout } from '#lib/lineage/graph/layout.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/node-size.ts';
import type { Camera } from './camera.ts';
import { zoomLevel } from './zoom-level.ts';

/** With more nodes than this, only those that are large enough to read have elements; the others are painted. */
export const MANY = 150;

/** Nodes this far outside the screen, in pixels, have elements too: a short drag shows their names at once. */
const AHEAD = 240;
/** The most nodes that get elements in one frame, so that the frame is not delayed. */
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

/** The next set of nodes with elements: the wanted ones among `mounted`, and a few more of `wanted` each time. */
export function nextMounted(mounted: ReadonlySet<string>, wanted: readonly string[]): ReadonlySet<string> {
  const kept = wanted.filter((id) => mounted.has(id));
  if (kept.length === wanted.length && kept.length === mounted.size) return mounted;
  const added = wanted.filter((id) => !mounted.has(id)).slice(0, AT_ONCE);
  return new Set([...kept, ...added]);
}
