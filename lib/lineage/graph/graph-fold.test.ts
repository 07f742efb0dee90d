import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUS, type Status } from '../vocabulary/status.ts';
import { forestOf } from './forest.ts';
import { foldGraph, STEP } from './graph-fold.ts';
import { GROUPING, groupKey, REST } from './node-groups.ts';
import { graphs } from './testing-graphs.ts';

describe('foldGraph', () => {
  const folding = fc.record({
    threshold: fc.nat({ max: 8 }),
    budget: fc.nat({ max: 40 }),
    opened: fc.uniqueArray(fc.constantFrom('n0', 'n1', 'n5')).map((ids) => new Set(ids)),
    steps: fc
      .uniqueArray(fc.constantFrom(groupKey('n0', 'stale'), groupKey('n1', 'broken'), REST))
      .map((keys) => new Map(keys.map((key) => [key, 1]))),
    groupBy: fc.constantFrom(undefined, ...GROUPING),
    collapsed: fc.boolean(),
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

  it('folds the same whatever the statuses become', () => {
    fc.assert(
      fc.property(graphs, folding, fc.constantFrom(...STATUS), ({ nodes, edges }, choice, status) => {
        const firstStatus = new Map(nodes.map((node) => [node.id, node.status]));
        const folding = { ...choice, firstStatus };
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
      {
        id: 'group:base stale',
        base: 'base',
        bucket: { by: 'status', value: 'stale' },
        byStatus: { stale: 12 },
      },
      { id: 'group:base up-to-date', byStatus: { 'up-to-date': 25 }, worst: 'up-to-date' },
    ]);
  });

  it('shows the members of a group step by step, the worst first', () => {
    const { nodes, edges } = star(1000, (index) => (index < 100 ? 'stale' : 'up-to-date'));
    const steps = new Map([[groupKey('base', 'stale'), 2]]);
    const { shown, groups } = foldGraph(nodes, edges, { ...room, steps });
    expect(shown.size).toBe(1 + 2 * STEP);
    expect(groups.map(({ id, members }) => [id, members.length])).toEqual([
      ['group:base stale', 100 - 2 * STEP],
      ['group:base up-to-date', 900],
    ]);
    const all = new Map([[groupKey('base', 'stale'), 5]]);
    expect(foldGraph(nodes, edges, { ...room, steps: all }).groups.map(({ id }) => id)).toEqual([
      'group:base up-to-date',
    ]);
  });

  it('keeps a group together whose members have changed since', () => {
    const { nodes, edges } = star(37, (index) => (index < 12 ? 'stale' : 'up-to-date'));
    const firstStatus = new Map(nodes.map(({ id, status }) => [id, status]));
    const cured = nodes.map((node) =>
      node.id === 'app3' ? { ...node, status: 'up-to-date' as const } : node,
    );
    const { groups } = foldGraph(cured, edges, { ...room, firstStatus });
    expect(groups[0]).toMatchObject({ id: 'group:base stale', byStatus: { stale: 11, 'up-to-date': 1 } });
  });

  it('groups by registry and repository, however few they are', () => {
    const ids = ['ghcr.io/a/x:1', 'ghcr.io/a/x:2', 'ghcr.io/a/y:1', 'quay.io/a/x:1', 'quay.io/a/x:2'];
    const nodes = ['base', ...ids].map((id) => ({ id, status: 'stale' as Status }));
    const edges = ids.map((source) => ({ source, target: 'base' }));
    const by = (groupBy: 'registry' | 'repository') =>
      foldGraph(nodes, edges, { ...room, groupBy }).groups.map(
        ({ id, members }) => `${id}: ${members.length}`,
      );
    expect(by('registry')).toEqual(['group:base ghcr.io: 3', 'group:base quay.io: 2']);
    // A group of one would take the place of what it hides.
    expect(by('repository')).toEqual(['group:base ghcr.io/a/x: 2', 'group:base quay.io/a/x: 2']);
  });

  it('groups by owner, those without one together', () => {
    const owners = ['github.com/acme', 'github.com/acme', 'Team A', 'Team A', null, null];
    const nodes = owners.map((owner, index) => ({ id: `app${index}`, status: 'stale' as Status, owner }));
    const edges = nodes.map(({ id }) => ({ source: id, target: 'base' }));
    const all = [{ id: 'base', status: 'root' as Status }, ...nodes];
    const { groups } = foldGraph(all, edges, { ...room, groupBy: 'owner' });
    expect(groups.map(({ bucket, members }) => [bucket?.value, members.map(({ id }) => id)])).toEqual([
      ['', ['app4', 'app5']],
      ['Team A', ['app2', 'app3']],
      ['github.com/acme', ['app0', 'app1']],
    ]);
  });

  it('collapses everything but what is opened by hand', () => {
    const { nodes, edges } = star(3);
    const collapsed = { ...room, collapsed: true };
    expect([...foldGraph(nodes, edges, collapsed).shown]).toEqual(['base']);
    expect(foldGraph(nodes, edges, { ...collapsed, opened: new Set(['base']) }).groups).toEqual([]);
  });

  it('groups many dependents even where they have dependents of their own', () => {
    const inner = Array.from({ length: 200 }, (_, index) => `mid${index}`);
    const nodes = ['base', ...inner, ...inner.map((id) => `on-${id}`)].map((id) => ({
      id,
      status: 'stale' as Status,
    }));
    const edges = inner.flatMap((id) => [
      { source: id, target: 'base' },
      { source: `on-${id}`, target: id },
    ]);
    const { shown, groups } = foldGraph(nodes, edges, { ...room, opened: new Set(['base']) });
    expect(shown.size).toBe(1);
    expect(groups).toMatchObject([{ id: 'group:base stale', byStatus: { stale: 400 } }]);
  });

  it('opens and closes by hand, and keeps what is selected', () => {
    const { nodes, edges } = star(37);
    expect(
      foldGraph(nodes, edges, { ...room, budget: 1, opened: new Set(['base']) }).groups[0]?.bucket,
    ).not.toBeNull();
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
