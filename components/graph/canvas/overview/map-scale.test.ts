import { expect, it } from 'vitest';
import { drawnAt, MAP, mapCamera, viewOnMap } from './map-scale.ts';

it.each([
  ['wide', { width: 10_000, height: 500 }],
  ['high', { width: 500, height: 10_000 }],
])('a %s drawing fits into the map, in the middle', (_, size) => {
  const { x, y, zoom } = mapCamera(size);
  expect(x).toBeGreaterThan(0);
  expect(y).toBeGreaterThan(0);
  expect(2 * x + size.width * zoom).toBeCloseTo(MAP.width);
  expect(2 * y + size.height * zoom).toBeCloseTo(MAP.height);
});

it('the view on the map has the corners of what the screen shows', () => {
  const map = mapCamera({ width: 4000, height: 2000 });
  const view = { x: -800, y: 100, zoom: 0.5 };
  const box = viewOnMap(map, view, { width: 1000, height: 600 });
  const corner = drawnAt(map, box);
  expect(corner.x).toBeCloseTo(1600);
  expect(corner.y).toBeCloseTo(-200);
  const end = drawnAt(map, { x: box.x + box.width, y: box.y + box.height });
  expect(end.x - corner.x).toBeCloseTo(2000);
  expect(end.y - corner.y).toBeCloseTo(1200);
});
