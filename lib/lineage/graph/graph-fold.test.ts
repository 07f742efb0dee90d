import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUS, type Status } from '../vocabulary/status.ts';
import { foldGraph, forestOf, REST } from './graph-fold.ts';
import { graphs } from './testing-graphs.ts';

describe('foldGraph', () => {
  const folding = fc.record({
    threshold: fc.nat({ max: 8 }),
    budget: fc.nat({ max: 40 }),
    opened: fc.uniqueArray(fc.constantFrom('n0', 'n1', 'n5', REST)).map((ids) => new Set(ids)),
    closed: fc.uniqueArray(fc.constantFrom('n0', 'n2', 'n5')).map((ids) => new Set(ids)),
    kept: fc.uniqueArray(fc.constantFrom('n3', 'n7', 'n59')),
  });

  it('draws every node or counts it in one group, and loses no status', () => {
    fc.assert(
      fc.property(graphs, folding, ({ nodes, edges }, folding) => {
        const { shown, groups } = foldGraph(nodes, edges, folding);
        const members = groups.flatMap(({ members }) => members.map(({ id }) => id));
        expect([...shown, ...members].sort()).toEqual(nodes.map(({ id }) => id).sort());
        const counted = groups.flatMap(({ byStatus }) => Object.values(byStatus));
        expect(counted.reduce((sum, count) => sum + count, 0)).toBe(members.length);
        const present = new Set(nodes.map(({ id }) => id));
        for (const id of folding.kept) expect(shown.has(id)).toBe(present.has(id));
        const { base } = forestOf(nodes, edges);
        for (const id of shown) {
          const below = base.get(id);
          if (below !== undefined) expect(shown.has(below)).toBe(true);
        }
      }),
    );
  });

  it('folds the same whatever the statuses are', () => {
    fc.assert(
      fc.property(graphs, folding, fc.constantFrom(...STATUS), ({ nodes, edges }, folding, status) => {
        const other = nodes.map(({ id }) => ({ id, status }));
        const ids = ({ shown, groups }: ReturnType<typeof foldGraph>) => [
          [...shown],
          groups.map(({ id, members }) => [id, members.map((member) => member.id)]),
        ];
        expect(ids(foldGraph(other, edges, folding))).toEqual(ids(foldGraph(nodes, edges, folding)));
      }),
    );
  });

  const star = (count: number, status: (index: number) => Status = () => 'up-to-date') => ({
    nodes: [
      { id: 'base', status: 'root' as Status },
      ...Array.from({ length: count }, (_, index) => ({ id: `app${index}`, status: status(index) })),
    ],
    edges: Array.from({ length: count }, (_, index) => ({ source: `app${index}`, target: 'base' })),
  });
  const room = { threshold: 8, budget: 60, opened: new Set<string>(), closed: new Set<string>(), kept: [] };

  it('draws siblings up to the threshold, and as one above it', () => {
    const few = star(8);
    expect(foldGraph(few.nodes, few.edges, room).groups).toEqual([]);
    const many = star(37, (index) => (index < 12 ? 'stale' : 'up-to-date'));
    const { shown, groups } = foldGraph(many.nodes, many.edges, room);
    expect([...shown]).toEqual(['base']);
    expect(groups).toMatchObject([
      { id: 'group:base', base: 'base', byStatus: { stale: 12, 'up-to-date': 25 }, worst: 'stale' },
    ]);
  });

  it('opens and closes by hand, and keeps what is selected', () => {
    const { nodes, edges } = star(37);
    expect(foldGraph(nodes, edges, { ...room, opened: new Set(['base']) }).groups).toEqual([]);
    const kept = foldGraph(nodes, edges, { ...room, kept: ['app3'] });
    expect(kept.shown.has('app3')).toBe(true);
    expect(kept.groups[0]?.members.length).toBe(36);
    const few = star(3);
    const closed = foldGraph(few.nodes, few.edges, { ...room, closed: new Set(['base']) });
    expect(closed.groups[0]?.members.length).toBe(3);
  });

  it('stays near its budget, however the fleet is shaped', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const { shown, groups } = foldGraph(nodes, edges, { ...room, budget: 10 });
        // At most one lone dependent, or one group, for each base that is drawn; and one group for the rest.
        expect(shown.size).toBeLessThanOrEqual(20);
        expect(groups.length).toBeLessThanOrEqual(11);
      }),
    );
    const loose = Array.from({ length: 500 }, (_, index) => ({ id: `n${index}`, status: 'root' as Status }));
    const { shown, groups } = foldGraph(loose, [], room);
    expect(shown.size).toBe(60);
    expect(groups).toMatchObject([{ base: null, byStatus: { root: 440 } }]);
  });
});
