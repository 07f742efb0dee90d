import { describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { effectiveFilter, graphRequest, incompleteBases, mergeSlices } from './graph-request.ts';

const VIEW = { focus: '', bases: 16, dependents: 1, filter: '', problems: false };

/** As the API answers: with arrays of its own. */
const node = (id: string, dependents = 0) => ({ ...graphNode(id, { dependents }), platforms: [] });

describe('graphRequest', () => {
  it('brings hops into the range that the API takes', () => {
    expect(graphRequest({ ...VIEW, bases: 99, dependents: -1 })).toMatchObject({ bases: 16, dependents: 0 });
  });

  it('adds problems only to whatever filter there is, as the filter language reads it', () => {
    expect(effectiveFilter({ filter: 'shop', problems: false })).toBe('shop');
    const both = parseFilter(effectiveFilter({ filter: 'shop', problems: true }));
    expect(both.map(({ key }) => key)).toEqual(['text', 'status']);
    expect(parseFilter(effectiveFilter({ filter: '', problems: true }))).toMatchObject([
      { key: 'status', values: ['stale', 'stale-by-ancestor', 'broken'] },
    ]);
  });
});

it('joins parts, the first word on a node counting', () => {
  const first = { nodes: [node('a', 1)], edges: [] };
  const second = { nodes: [node('a', 2), node('b')], edges: [graphEdge('b', 'a')] };
  const merged = mergeSlices([first, second]);
  expect(merged.nodes.map(({ id, dependents }) => [id, dependents]).sort()).toEqual([
    ['a', 1],
    ['b', 0],
  ]);
  expect(merged.edges).toHaveLength(1);
  expect(mergeSlices([first])).toBe(first);
});

it('asks for more of those opened bases alone whose dependents are not all at hand', () => {
  const slice = {
    nodes: [node('full', 1), node('half', 2), node('a'), node('b')],
    edges: [graphEdge('a', 'full'), graphEdge('b', 'half')],
    hidden: 0,
  };
  expect(incompleteBases(slice, ['full', 'half', 'no such'])).toEqual(['half']);
  expect(incompleteBases(slice, [])).toEqual([]);
});
