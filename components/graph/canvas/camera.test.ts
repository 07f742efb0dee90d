import { describe, expect, it } from 'vitest';
import { type Layout, LEAST_ZOOM, layoutGraph } from '#lib/lineage/graph/layout.ts';
import { NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/node-size.ts';
import {
  boxAround,
  type Camera,
  cameraFor,
  cameraOfWhole,
  cameraShowing,
  cameraThatHolds,
  roomOf,
} from './camera.ts';

const SCREEN = { width: 1200, height: 800 };

function star(count: number): Layout {
  const apps = Array.from({ length: count }, (_, index) => `app${index}`);
  return layoutGraph({
    ids: ['base', ...apps],
    edges: apps.map((source) => ({ source, target: 'base' })),
  });
}

/** Where a box's corners are on the screen. */
function box({ x, y, zoom }: Camera, layout: Layout, id: string) {
  const at = layout.positions.get(id) ?? { x: Number.NaN, y: Number.NaN };
  const left = x + at.x * zoom;
  const top = y + at.y * zoom;
  return { left, top, right: left + NODE_WIDTH * zoom, bottom: top + NODE_HEIGHT * zoom };
}

const within = ({ left, top, right, bottom }: ReturnType<typeof box>) =>
  left >= 0 && top >= 0 && right <= SCREEN.width && bottom <= SCREEN.height;

describe('cameraFor', () => {
  it('shows all of a small drawing, never larger than life', () => {
    const layout = star(6);
    const camera = cameraFor(layout, SCREEN, undefined);
    expect([...layout.positions.keys()].every((id) => within(box(camera, layout, id)))).toBe(true);
    expect(cameraFor(star(1), SCREEN, undefined).zoom).toBe(1);
  });

  it('keeps a large one legible: around its focus, else from its beginning', () => {
    const layout = star(900);
    const focused = cameraFor(layout, SCREEN, 'app150');
    expect(focused.zoom).toBeGreaterThanOrEqual(LEAST_ZOOM);
    expect(within(box(focused, layout, 'app150'))).toBe(true);
    const whole = cameraFor(layout, SCREEN, undefined);
    expect(whole.zoom).toBeGreaterThanOrEqual(LEAST_ZOOM);
    expect(within(box(whole, layout, layout.order[1] ?? ''))).toBe(true);
    const all = cameraOfWhole(layout, SCREEN);
    expect(all.zoom).toBeLessThan(LEAST_ZOOM);
    expect([...layout.positions.keys()].every((id) => within(box(all, layout, id)))).toBe(true);
  });

  it('takes an empty drawing', () => {
    const camera = cameraFor(layoutGraph({ ids: [], edges: [] }), SCREEN, undefined);
    expect(Object.values(camera).every(Number.isFinite)).toBe(true);
  });
});

it('holds a box where it stands while the drawing around it grows', () => {
  const before = star(3);
  const after = star(30);
  const camera = { x: 10, y: 20, zoom: 0.7 };
  const held = cameraThatHolds(camera, before, after, 'base');
  expect(held).toBeDefined();
  if (held === undefined) return;
  const { left, top } = box(camera, before, 'base');
  expect(box(held, after, 'base').left).toBeCloseTo(left, 6);
  expect(box(held, after, 'base').top).toBeCloseTo(top, 6);
  expect(cameraThatHolds(camera, before, after, 'app20')).toBeUndefined();
});

describe('cameraShowing', () => {
  const node = { x: 0, y: 0, width: NODE_WIDTH, height: NODE_HEIGHT };
  const at = (x: number, y: number, width = NODE_WIDTH, height = NODE_HEIGHT) => ({ x, y, width, height });
  const camera = { x: 0, y: 0, zoom: 1 };
  const onScreen = ({ x, y, zoom }: Camera, shown: typeof node) => {
    const room = roomOf(SCREEN);
    const left = x + shown.x * zoom;
    const top = y + shown.y * zoom;
    return (
      left >= 0 &&
      top >= 0 &&
      left + shown.width * zoom <= SCREEN.width &&
      top + shown.height * zoom <= SCREEN.height &&
      room.width > 0
    );
  };

  it('leaves a visible node where it is', () => {
    expect(cameraShowing(camera, SCREEN, [at(100, 100)])).toBeUndefined();
  });

  it.each([
    ['to the right', at(1300, 100)],
    ['above', at(100, -200)],
    ['below', at(100, 3000)],
    ['to the left', at(-900, 100)],
  ])('moves to a node %s', (_, box) => {
    const moved = cameraShowing(camera, SCREEN, [box]);
    expect(moved?.zoom).toBe(1);
    expect(moved && onScreen(moved, box)).toBe(true);
  });

  it('shows the path too, smaller if need be, as long as it is legible', () => {
    const path = at(0, 0, 2000, 900);
    const moved = cameraShowing(camera, SCREEN, [path, node]);
    expect(moved?.zoom).toBeLessThan(1);
    expect(moved && onScreen(moved, path)).toBe(true);
  });

  it('shows the next best where the whole path would not be legible, the node at least', () => {
    const endless = at(0, 0, 240, 90_000);
    const chain = at(900, 100, 900, 72);
    const moved = cameraShowing(camera, SCREEN, [endless, chain, node]);
    expect(moved && onScreen(moved, chain)).toBe(true);
    const last = cameraShowing(camera, SCREEN, [endless, at(5000, 5000)]);
    expect(last && onScreen(last, at(5000, 5000))).toBe(true);
  });

  it('never zooms in, and takes a view that is smaller than legible', () => {
    const tiny = { x: 0, y: 0, zoom: 0.1 };
    const moved = cameraShowing(tiny, SCREEN, [at(60_000, 0)]);
    expect(moved?.zoom).toBe(0.1);
  });
});

it('the box around nodes holds them all', () => {
  const layout = star(5);
  expect(boxAround(layout, layout.positions.keys())).toEqual({
    x: 0,
    y: 0,
    width: layout.width,
    height: layout.height,
  });
  expect(boxAround(layout, ['no such'])).toBeUndefined();
});
