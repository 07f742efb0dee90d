import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Status, WORST_FIRST } from '../vocabulary/status.ts';
import { forestOf } from './forest.ts';
import { layoutGraph } from './layout.ts';
import { NODE_HEIGHT, NODE_WIDTH } from './node-size.ts';
import { graphs } from './testing-graphs.ts';

const ranksOf = (nodes: readonly { id: string; status: Status }[]) =>
  Object.fromEntries(nodes.map(({ id, status }) => [id, WORST_FIRST.indexOf(status)]));

describe('layoutGraph', () => {
  it('places every node once, none on another, bases at the left', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const ids = nodes.map(({ id }) => id);
        const { positions, width, height } = layoutGraph({ ids, ranks: ranksOf(nodes), edges });
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
        const ranks = ranksOf(nodes);
        const again = layoutGraph({ ids: ids.toReversed(), ranks, edges: edges.toReversed() });
        expect(again).toEqual(layoutGraph({ ids, ranks, edges }));
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

  it('reads from the worst tree on, each base before its dependents', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const ids = nodes.map(({ id }) => id);
        const { order } = layoutGraph({ ids, ranks: ranksOf(nodes), edges });
        expect(order.toSorted()).toEqual(ids.toSorted());
        const { base, roots } = forestOf(nodes, edges);
        for (const [id, below] of base) expect(order.indexOf(below)).toBeLessThan(order.indexOf(id));
        const worst = new Map<string, number>();
        for (const { id, status } of nodes) {
          const root = rootOf(base, id);
          worst.set(root, Math.min(worst.get(root) ?? 99, WORST_FIRST.indexOf(status)));
        }
        const ranks = order.filter((id) => roots.includes(id)).map((id) => worst.get(id) ?? 99);
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
      }),
    );
  });

  it('keeps the lines of a family in columns clear of its nodes', () => {
    const ids = Array.from({ length: 19 }, (_, index) => `app${index}`);
    const { positions, routes } = layoutGraph({
      ids: ['base', ...ids],
      edges: ids.map((source) => ({ source, target: 'base' })),
    });
    expect(routes.size).toBeGreaterThan(0);
    for (const [id, route] of routes) {
      const start = positions.get(id) ?? { x: 0, y: 0 };
      const points = [{ x: start.x, y: start.y + NODE_HEIGHT / 2 }, ...route];
      for (const [index, to] of points.entries()) {
        const from = points[index - 1];
        if (from === undefined) continue;
        for (const [other, { x, y }] of positions) {
          if (other === id) continue;
          const crosses =
            Math.min(from.x, to.x) < x + NODE_WIDTH &&
            Math.max(from.x, to.x) > x &&
            Math.min(from.y, to.y) < y + NODE_HEIGHT &&
            Math.max(from.y, to.y) > y;
          expect(crosses, `${id} at ${other}`).toBe(false);
        }
      }
    }
  });
});

function rootOf(base: ReadonlyMap<string, string>, id: string): string {
  const below = base.get(id);
  return below === undefined ? id : rootOf(base, below);
}
