import { expect, it } from 'vitest';
import { LEAST_ZOOM } from '#lib/lineage/graph/layout.ts';
import { zoomLevel } from './zoom-level.ts';

it.each([
  [1, 'near'],
  [0.5, 'middle'],
  [LEAST_ZOOM, 'middle'],
  [0.1, 'far'],
])('at a zoom of %d a node is drawn %s: a first view always has names', (zoom, level) => {
  expect(zoomLevel(zoom)).toBe(level);
});
