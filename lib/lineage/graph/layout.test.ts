import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forestOf } from './graph-fold.ts';
import { layoutGraph, NODE_HEIGHT, NODE_WIDTH } from './layout.ts';
import { graphs } from './testing-graphs.ts';

describe('layoutGraph', () => {
  it('places every node once, none on another, bases at the left', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const ids = nodes.map(({ id }) => id);
        const { positions, width, height } = layoutGraph({ ids, edges });
        expect([...positions.keys()].sort()).toEqual(ids.toSorted());
        const boxes = [...positions.values()];
        for (const [index, a] of boxes.entries()) {
          expect(a.x >= 0 && a.y >= 0 && a.x + NODE_WIDTH <= width && a.y + NODE_HEIGHT <= height).toBe(true);
          for (const b of boxes.slice(index + 1)) {
            expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
          }
        }
        for (const [id, base] of forestOf(nodes, edges).base) {
          expect(positions.get(base)?.x).toBeLessThan(positions.get(id)?.x ?? 0);
        }
      }),
    );
  });

  it('is the same for every order of its input', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const ids = nodes.map(({ id }) => id);
        const again = layoutGraph({ ids: ids.toReversed(), edges: edges.toReversed() });
        expect(again).toEqual(layoutGraph({ ids, edges }));
      }),
    );
  });

  it('takes a long chain and a wide base', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `n${index}`);
    const wide = ids.slice(1).map((source) => ({ source, target: 'n0' }));
    expect(layoutGraph({ ids, edges: wide }).positions.size).toBe(ids.length);
    const long = ids.slice(1, 2000).map((source, index) => ({ source, target: `n${index}` }));
    expect(layoutGraph({ ids: ids.slice(0, 2000), edges: long }).height).toBe(NODE_HEIGHT);
  });
});
