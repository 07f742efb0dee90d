import { expect, it } from 'vitest';
import { nodeAt } from './node-at.ts';

const layout = {
  positions: new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 400, y: 100 }],
  ]),
};

it.each([
  [{ x: 0, y: 0 }, 'a'],
  [{ x: 240, y: 72 }, 'a'],
  [{ x: 520, y: 136 }, 'b'],
  [{ x: 300, y: 36 }, undefined],
  [{ x: 120, y: 73 }, undefined],
])('at %o there is %s', (point, id) => {
  expect(nodeAt(layout, point)).toBe(id);
});
