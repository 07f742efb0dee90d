import { describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import {
  effectiveFilter,
  fewerHops,
  focusIdOf,
  graphRequest,
  groupedIds,
  incompleteBases,
  MOST_HOPS,
  mergeSlices,
  moreHops,
} from './graph-request.ts';

const VIEW = { focus: '', bases: 16, dependents: 1, filter: '', problems: false };

/** As the API answers: with arrays of its own. */
const node = (id: string, dependents = 0) => ({
  ...graphNode(id, { dependents }),
  platforms: [],
  matches: true,
});

describe('graphRequest', () => {
  it('brings hops into the range that the API takes', () => {
    expect(graphRequest({ ...VIEW, bases: 99, dependents: -1 })).toMatchObject({ bases: 16, dependents: 0 });
  });

  it('adds problems only to whatever filter there is, as the filter language reads it', () => {
    expect(effectiveFilter({ filter: 'shop', problems: false })).toBe('shop');
    const both = parseFilter(effectiveFilter({ filter: 'shop', problems: true }));
    expect(both).toMatchObject([{ key: 'text' }, { key: 'is', values: ['problem'] }]);
    expect(parseFilter(effectiveFilter({ filter: 'a OR b', problems: true }))).toMatchObject([
      { any: [{ key: 'text' }, { key: 'text' }] },
      { key: 'is' },
    ]);
    expect(parseFilter(effectiveFilter({ filter: '', problems: true }))).toMatchObject([
      { key: 'is', values: ['problem'] },
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
    withoutBase: null,
  };
  expect(incompleteBases(slice, new Set(['full', 'half', 'no such']))).toEqual(['half']);
  expect(incompleteBases(slice, new Set())).toEqual([]);
});

it('hops are stepped one by one up to four, then to all', () => {
  expect([0, 1, 2, 3, 4, MOST_HOPS].map(moreHops)).toEqual([1, 2, 3, 4, MOST_HOPS, MOST_HOPS]);
  expect([MOST_HOPS, 4, 3, 1].map(fewerHops)).toEqual([3, 3, 2, 0]);
});

it.each([
  ['', undefined],
  ['debian:12', 'docker.io/library/debian:12'],
  [`sha256:${'a'.repeat(64)}`, `sha256:${'a'.repeat(64)}`],
  ['Not A Reference', 'Not A Reference'],
])('the focus %j is the node %s', (focus, id) => expect(focusIdOf(focus)).toBe(id));

it('members of a group have no node of their own', () => {
  const drawing = {
    nodes: [
      { kind: 'image', id: 'base' },
      { kind: 'group', id: 'group:base', group: { members: [{ id: 'app1' }, { id: 'app2' }] } },
    ],
    edges: [],
  } as unknown as Drawing;
  expect(groupedIds(drawing, ['app2', 'base', 'other'])).toEqual(['app2']);
  expect(groupedIds(undefined, ['app2'])).toEqual([]);
});
