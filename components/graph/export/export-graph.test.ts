import { expect, it } from 'vitest';
import { pngScale } from './export-graph.ts';

it('a picture is twice as fine as the page', () => expect(pngScale(1200, 800)).toBe(2));

it.each([
  [40_000, 100],
  [100, 40_000],
  [15_000, 15_000],
])('a picture of %i × %i fits a canvas', (width, height) => {
  const scale = pngScale(width, height);
  expect(Math.max(width, height) * scale).toBeLessThanOrEqual(16_000);
  expect(width * height * scale * scale).toBeLessThanOrEqual(200_000_001);
});
