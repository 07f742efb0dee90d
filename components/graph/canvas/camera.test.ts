import { describe, expect, it } from 'vitest';
import { type Layout, layoutGraph, NODE_HEIGHT, NODE_WIDTH } from '#lib/lineage/graph/layout.ts';
import { anchorBetween, type Camera, cameraFor, cameraShowing, cameraThatHolds } from './camera.ts';

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
    const layout = star(200);
    const focused = cameraFor(layout, SCREEN, 'app150');
    expect(focused.zoom).toBeGreaterThanOrEqual(0.6);
    expect(within(box(focused, layout, 'app150'))).toBe(true);
    const whole = cameraFor(layout, SCREEN, undefined);
    expect(whole.zoom).toBeGreaterThanOrEqual(0.6);
    expect(within(box(whole, layout, 'app0'))).toBe(true);
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

describe('anchorBetween', () => {
  const folded = layoutGraph({
    ids: ['base', 'group:base', 'other'],
    edges: [{ source: 'group:base', target: 'base' }],
  });
  const unfolded = layoutGraph({
    ids: ['base', 'app', 'other'],
    edges: [{ source: 'app', target: 'base' }],
  });
  const far = { x: 10_000, y: 10_000 };

  it.each([
    ['the base whose group opened', folded, unfolded, 'other', 'base'],
    ['the base whose group closed', unfolded, folded, 'other', 'base'],
    ['what is pointed at', star(3), star(4), 'app1', 'app1'],
    ['the middle of what stays', star(3), star(4), undefined, 'app2'],
  ])('is %s', (_, before, after, pointedAt, expected) => {
    expect(anchorBetween(before, after, pointedAt, far)).toBe(expected);
  });
});

it.each([
  ['in sight', { x: 100, y: 100 }, undefined],
  ['to the right', { x: 1300, y: 100 }, { x: -372, y: 0 }],
  ['above', { x: 100, y: -200 }, { x: 0, y: 256 }],
])('moves as little as shows a box %s', (_, at, moved) => {
  const camera = cameraShowing({ x: 0, y: 0, zoom: 1 }, SCREEN, { ...at, width: 240, height: 72 });
  expect(camera).toEqual(moved === undefined ? undefined : { ...moved, zoom: 1 });
});
