import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawGraph, layoutRequestOf, structureKey } from './graph-drawing.ts';
import { graphEdge, graphNode, graphs } from './testing-graphs.ts';

const ROOM = { threshold: 3, budget: 60, opened: new Set<string>(), closed: new Set<string>(), kept: [] };
const APPS = ['a', 'b', 'c', 'd'];

/** `base` with four images, of which `d` has one on top; two more on `base` are not loaded. */
const FLEET = {
  nodes: [
    graphNode('base', { dependents: 6 }),
    ...APPS.map((id) => graphNode(id, { bases: 1, dependents: id === 'd' ? 1 : 0 })),
    graphNode('top', { bases: 1, status: 'stale' }),
  ],
  edges: [...APPS.map((id) => graphEdge(id, 'base')), graphEdge('top', 'd', { freshness: 'stale' })],
};

describe('drawGraph', () => {
  it('says what more there is on a box than is drawn or folded', () => {
    const { nodes, edges } = drawGraph(FLEET, ROOM);
    expect(nodes.find(({ id }) => id === 'base')).toMatchObject({
      moreDependents: 2,
      moreBases: 0,
      foldable: true,
    });
    expect(nodes.find(({ id }) => id === 'a')).toMatchObject({ moreDependents: 0, foldable: false });
    expect(edges).toHaveLength(5);
  });

  it('knows a base that lies beyond the hops', () => {
    const { nodes } = drawGraph({ nodes: [graphNode('a', { bases: 1 })], edges: [] }, ROOM);
    expect(nodes).toMatchObject([{ moreBases: 1 }]);
  });

  it('draws one line from a group, with the links of those that are based on it directly', () => {
    const { nodes, edges } = drawGraph(FLEET, { ...ROOM, closed: new Set(['base']) });
    expect(nodes.map(({ id }) => id)).toEqual(['base', 'group:base']);
    expect(edges).toMatchObject([{ source: 'group:base', target: 'base' }]);
    expect(edges[0]?.links.map(({ source }) => source)).toEqual(APPS);
  });

  it('draws lines between drawn boxes alone', () => {
    fc.assert(
      fc.property(graphs, fc.nat({ max: 20 }), ({ nodes, edges }, budget) => {
        const fleet = {
          nodes: nodes.map(({ id, status }) => graphNode(id, { status })),
          edges: edges.map(({ source, target }) => graphEdge(source, target)),
        };
        const drawing = drawGraph(fleet, { ...ROOM, budget });
        const ids = new Set(drawing.nodes.map(({ id }) => id));
        expect(ids.size).toBe(drawing.nodes.length);
        for (const { source, target } of drawing.edges) expect(ids.has(source) && ids.has(target)).toBe(true);
      }),
    );
  });
});

describe('structureKey', () => {
  const firstStatus = new Map(FLEET.nodes.map(({ id, status }) => [id, status]));
  const key = (fleet: typeof FLEET) =>
    structureKey(layoutRequestOf(drawGraph(fleet, { ...ROOM, firstStatus }), firstStatus));

  it('is the same after a change of status, and in any order', () => {
    const changed = {
      nodes: FLEET.nodes.map((node) => ({ ...node, status: 'broken' as const })).toReversed(),
      edges: FLEET.edges.map((edge) => ({ ...edge, freshness: 'stale' as const })).toReversed(),
    };
    expect(key(changed)).toBe(key(FLEET));
  });

  it('changes if the structure changes', () => {
    const moved = { ...FLEET, edges: [...FLEET.edges.slice(0, -1), graphEdge('top', 'a')] };
    expect(key(moved)).not.toBe(key(FLEET));
    const renamed = { nodes: [...FLEET.nodes.slice(0, -1), graphNode('tip')], edges: FLEET.edges };
    expect(key(renamed)).not.toBe(key(FLEET));
  });

  it('changes with the room and with the order', () => {
    const request = layoutRequestOf(drawGraph(FLEET, ROOM), firstStatus);
    const other = layoutRequestOf(drawGraph(FLEET, ROOM), new Map([['a', 'broken']]));
    expect(structureKey(other)).not.toBe(structureKey(request));
    expect(structureKey({ ...request, room: { width: 100, height: 100 } })).not.toBe(structureKey(request));
  });
});
