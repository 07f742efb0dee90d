import { expect, it } from 'vitest';
import { staleBases } from './stale-bases.ts';

const base = (name: string, stale: number, images: number) => ({ name, stale, images, movedAt: null });
const BASES = [
  base('a', 1, 9),
  base('b', 0, 99),
  base('c', 7, 8),
  ...[2, 3, 4, 5].map((n) => base(`d${n}`, n, n)),
];

it('the bases with most stale images come first, bases without are left out', () => {
  const { rows, total, largest } = staleBases(BASES, false);
  expect(rows.map(({ name }) => name)).toEqual(['c', 'd5', 'd4', 'd3', 'd2']);
  expect(total).toBe(6);
  expect(largest).toBe(9);
});

it('all are shown on demand', () => expect(staleBases(BASES, true).rows).toHaveLength(6));

it('no stale image leaves nothing to show', () => {
  expect(staleBases([base('b', 0, 99)], false)).toEqual({ rows: [], total: 0, largest: 1 });
});
