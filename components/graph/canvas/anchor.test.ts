import { describe, expect, it } from 'vitest';
import { type Layout, layoutGraph } from '#lib/lineage/graph/layout.ts';
import { anchorBetween } from './anchor.ts';

function star(count: number): Layout {
  const apps = Array.from({ length: count }, (_, index) => `app${index}`);
  return layoutGraph({
    ids: ['base', ...apps],
    edges: apps.map((source) => ({ source, target: 'base' })),
  });
}

describe('anchorBetween', () => {
  const folded = layoutGraph({
    ids: ['base', 'group:base', 'other'],
    edges: [{ source: 'group:base', target: 'base' }],
  });
  const unfolded = layoutGraph({
    ids: ['base', 'app', 'other'],
    edges: [{ source: 'app', target: 'base' }],
  });
  const kinds = layoutGraph({
    ids: ['base', 'app', 'group:base stale', 'other'],
    edges: ['app', 'group:base stale'].map((source) => ({ source, target: 'base' })),
  });
  const far = { x: 10_000, y: 10_000 };

  it.each([
    ['the base whose group opened', folded, unfolded, 'other', 'base'],
    ['the base whose group closed', unfolded, folded, 'other', 'base'],
    ['the base of which a group of a kind came', unfolded, kinds, 'other', 'base'],
    ['what is pointed at', star(3), star(4), 'app1', 'app1'],
    ['the middle of what stays', star(3), star(4), undefined, 'app2'],
  ])('is %s', (_, before, after, pointedAt, expected) => {
    expect(anchorBetween(before, after, pointedAt, far)).toBe(expected);
  });
});
