import { type Layout, LEAST_ZOOM } from '#lib/lineage/graph/layout.ts';
import { NODE_HEIGHT, NODE_WIDTH, type Point } from '#lib/lineage/graph/node-size.ts';

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

/** A rectangle of the drawing. */
export interface Box extends Point, Size {}

/** The smallest and the largest zoom of all. */
export const ZOOM = { least: 0.02, most: 1.5 };
/** The zoom of a drawing that is too large to show whole: at least legible, at most this. */
const COMFORTABLE = 0.8;
const MARGIN = 24;
/** The height covered by the count above, and by the controls and the map below. */
const HEAD = 36;
const FOOT = 76;

/** The part of a screen that nothing covers. */
export function roomOf({ width, height }: Size): Size {
  return {
    width: Math.max(1, width - 2 * MARGIN),
    height: Math.max(1, height - 2 * MARGIN - HEAD - FOOT),
  };
}

/**
 * The view of a new drawing: all of it if it is legible then; else its focused node in the middle; else its beginning,
 * where the worst tree is, as wide as the screen if it is legible then.
 */
export function cameraFor(
  layout: Size & Pick<Layout, 'positions'>,
  screen: Size,
  focus: string | undefined,
): Camera {
  const whole = wholeZoom(layout, roomOf(screen));
  if (whole >= LEAST_ZOOM) return placed(layout, screen, Math.min(whole, 1));
  const at = focus === undefined ? undefined : layout.positions.get(focus);
  if (at !== undefined) {
    return {
      x: screen.width / 2 - (at.x + NODE_WIDTH / 2) * COMFORTABLE,
      y: screen.height / 2 - (at.y + NODE_HEIGHT / 2) * COMFORTABLE,
      zoom: COMFORTABLE,
    };
  }
  const wide = roomOf(screen).width / layout.width;
  return placed(layout, screen, Math.min(Math.max(wide, LEAST_ZOOM), COMFORTABLE));
}

/** The view of all of a drawing, however small. */
export function cameraOfWhole(layout: Size, screen: Size): Camera {
  return placed(layout, screen, Math.min(Math.max(wholeZoom(layout, roomOf(screen)), ZOOM.least), 1));
}

function wholeZoom({ width, height }: Size, room: Size): number {
  const zoom = Math.min(room.width / width, room.height / height);
  return Number.isFinite(zoom) ? zoom : 1;
}

/** In the middle of the room; what is larger than the room from its beginning on. */
function placed({ width, height }: Size, screen: Size, zoom: number): Camera {
  const room = roomOf(screen);
  const centred = (space: number, size: number) => Math.max(0, (space - size * zoom) / 2);
  return { x: MARGIN + centred(room.width, width), y: MARGIN + HEAD + centred(room.height, height), zoom };
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
 * The view moved just enough to show the first of these boxes that can be shown legibly, smaller if need be; undefined
 * if it is visible. The last box, that of the node itself, is shown at any zoom.
 */
export function cameraShowing(camera: Camera, screen: Size, boxes: readonly Box[]): Camera | undefined {
  const room = roomOf(screen);
  const least = Math.min(camera.zoom, LEAST_ZOOM);
  const node = boxes.at(-1);
  const box = boxes.find((each) => wholeZoom(each, room) >= least) ?? node;
  if (box === undefined || node === undefined) return undefined;
  const zoom = Math.min(camera.zoom, Math.max(wholeZoom(box, room), least));
  // A smaller zoom keeps the node where it is.
  const x = camera.x + (node.x + node.width / 2) * (camera.zoom - zoom);
  const y = camera.y + (node.y + node.height / 2) * (camera.zoom - zoom);
  const dx = shift(x + box.x * zoom, box.width * zoom, MARGIN, screen.width - MARGIN);
  const dy = shift(y + box.y * zoom, box.height * zoom, MARGIN + HEAD, screen.height - FOOT - MARGIN);
  const moved = { x: x + dx, y: y + dy, zoom };
  return Math.abs(dx) < 0.5 && Math.abs(dy) < 0.5 && zoom === camera.zoom ? undefined : moved;
}

function shift(start: number, size: number, least: number, most: number): number {
  if (start < least) return least - start;
  return Math.min(0, Math.max(most - start - size, least - start));
}

/** The box around some nodes; undefined if none of them is laid out. */
export function boxAround({ positions }: Layout, ids: Iterable<string>): Box | undefined {
  const corners = [...ids].flatMap((id) => positions.get(id) ?? []);
  if (corners.length === 0) return undefined;
  const x = corners.reduce((least, corner) => Math.min(least, corner.x), Number.POSITIVE_INFINITY);
  const y = corners.reduce((least, corner) => Math.min(least, corner.y), Number.POSITIVE_INFINITY);
  const right = corners.reduce((most, corner) => Math.max(most, corner.x), Number.NEGATIVE_INFINITY);
  const bottom = corners.reduce((most, corner) => Math.max(most, corner.y), Number.NEGATIVE_INFINITY);
  return { x, y, width: right - x + NODE_WIDTH, height: bottom - y + NODE_HEIGHT };
}
