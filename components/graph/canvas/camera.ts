import { type Layout, NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/layout.ts';

/** Where the drawing's origin is on the screen, and how large a pixel of it is. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Below this zoom a node's text is not legible. */
const LEGIBLE = 0.6;
const MARGIN = 32;
/** The height covered by the count above and the controls below. */
const HEAD = 24;
const FOOT = 56;

/**
 * The view of a new drawing: all of it if it is legible then; else its focused node in the middle; else its beginning,
 * as small as it is still legible.
 */
export function cameraFor(layout: Layout, screen: Size, focus: string | undefined): Camera {
  const room = { width: screen.width - 2 * MARGIN, height: screen.height - 2 * MARGIN - HEAD - FOOT };
  const whole = Math.min(room.width / layout.width, room.height / layout.height, 1);
  const at = focus === undefined ? undefined : layout.positions.get(focus);
  if (whole < LEGIBLE && at !== undefined) {
    const zoom = 0.8;
    return {
      x: screen.width / 2 - (at.x + NODE_WIDTH / 2) * zoom,
      y: screen.height / 2 - (at.y + NODE_HEIGHT / 2) * zoom,
      zoom,
    };
  }
  const zoom = Number.isFinite(whole) ? Math.max(whole, LEGIBLE) : 1;
  const centred = (space: number, size: number) => Math.max(MARGIN, MARGIN + (space - size * zoom) / 2);
  return { x: centred(room.width, layout.width), y: HEAD + centred(room.height, layout.height), zoom };
}

/** The view in which a node keeps its place on the screen; undefined if it is not in both drawings. */
export function cameraThatHolds(
  camera: Camera,
  before: Layout,
  after: Layout,
  anchor: string | undefined,
): Camera | undefined {
  const from = anchor === undefined ? undefined : before.positions.get(anchor);
  const to = anchor === undefined ? undefined : after.positions.get(anchor);
  if (from === undefined || to === undefined) return undefined;
  const { x, y, zoom } = camera;
  return { x: x + (from.x - to.x) * zoom, y: y + (from.y - to.y) * zoom, zoom };
}

/**
 * The node that keeps its place from one drawing to the next: the base whose group came or went; else the one that is
 * pointed at; else the node in both drawings that is nearest to the middle of the screen.
 */
export function anchorBetween(
  before: Layout,
  after: Layout,
  pointedAt: string | undefined,
  middle: { x: number; y: number },
): string | undefined {
  const stays = (id: string) => before.positions.has(id) && after.positions.has(id);
  const groups = [...before.positions.keys(), ...after.positions.keys()].filter((id) =>
    id.startsWith('group:'),
  );
  const base = groups.find((id) => !stays(id))?.slice('group:'.length);
  if (base !== undefined && stays(base)) return base;
  if (pointedAt !== undefined && stays(pointedAt)) return pointedAt;
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, { x, y }] of before.positions) {
    const distance = Math.hypot(x + NODE_WIDTH / 2 - middle.x, y + NODE_HEIGHT / 2 - middle.y);
    if (distance >= least || !after.positions.has(id)) continue;
    nearest = id;
    least = distance;
  }
  return nearest;
}

/** The view moved just enough to show a node; undefined if the node is visible. */
export function cameraShowing(
  camera: Camera,
  screen: Size,
  box: Size & { x: number; y: number },
): Camera | undefined {
  const { zoom } = camera;
  const dx = shift(camera.x + box.x * zoom, box.width * zoom, MARGIN, screen.width - MARGIN);
  const top = MARGIN + HEAD;
  const dy = shift(camera.y + box.y * zoom, box.height * zoom, top, screen.height - FOOT - MARGIN);
  return dx === 0 && dy === 0 ? undefined : { x: camera.x + dx, y: camera.y + dy, zoom };
}

function shift(start: number, size: number, least: number, most: number): number {
  if (start < least) return least - start;
  return Math.min(0, most - start - size);
}
