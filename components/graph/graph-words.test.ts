import { expect, it } from 'vitest';
import { drawGraph } from '#lib/lineage/graph/graph-drawing.ts';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { groupCounts, groupName, nodeWords, shortGroupName, shownWords } from './graph-words.ts';
import { drawnBases } from './panel/drawn-bases.ts';

const APPS = Array.from({ length: 9 }, (_, index) => `app${index}`);
const GRAPH = {
  nodes: [
    graphNode('root', { status: 'root', dependents: 1 }),
    graphNode('base', { dependents: 9, bases: 1, summary: 'The base is current.' }),
    ...APPS.map((name, index) => graphNode(name, { bases: 1, status: index < 2 ? 'broken' : 'stale' })),
  ],
  edges: [graphEdge('base', 'root'), ...APPS.map((name) => graphEdge(name, 'base'))],
};
const folding = { threshold: 4, budget: 100, opened: new Set<string>(), closed: new Set<string>(), kept: [] };
const GROUPED = drawGraph(GRAPH, { ...folding, closed: new Set(['base']) });
const ALL = drawGraph(GRAPH, { ...folding, threshold: 99 });

it('a group counts its images by status, the worst first', () => {
  const group = GROUPED.nodes.find((node) => node.kind === 'group');
  if (group?.kind !== 'group') throw new Error('the apps are a group');
  expect(groupCounts(group.group).map(({ count, word }) => `${count} ${word}`)).toEqual([
    '2 broken',
    '7 stale',
  ]);
  expect(nodeWords(GROUPED, group.id)).toBe('9 images: 2 broken, 7 stale.');
});

it('a group is named by what its images have in common, unless its counts say so', () => {
  const names = drawGraph(GRAPH, folding).nodes.flatMap((node) =>
    node.kind === 'group' ? [groupName(node.group)] : [],
  );
  expect(names).toEqual(['2 images', '7 images']);
  const one = { ...folding, groupBy: 'registry' as const };
  const nodes = GRAPH.nodes.map((node) => ({ ...node, id: node.id.replace(/^app/, 'ghcr.io/a/app') }));
  const edges = GRAPH.edges.map((edge) => ({
    ...edge,
    source: edge.source.replace(/^app/, 'ghcr.io/a/app'),
  }));
  const [group] = drawGraph({ nodes, edges }, one).nodes.filter(({ kind }) => kind === 'group');
  expect(group?.kind === 'group' && groupName(group.group)).toBe('9 images · ghcr.io');
  const owned = (value: string) =>
    groupName({ members: APPS.map((id) => ({ id, status: 'stale' })), bucket: { by: 'owner', value } });
  expect(owned('github.com/acme')).toBe('9 images · github.com/acme');
  expect(owned('')).toBe('9 images · no owner');
});

it.each([
  [null, '2 images'],
  [{ by: 'status', value: 'stale' }, '2 images'],
  [{ by: 'owner', value: '' }, 'no owner'],
  [{ by: 'owner', value: 'github.com/acme' }, 'acme'],
  [{ by: 'registry', value: 'ghcr.io' }, 'ghcr.io'],
] as const)('a group of two in %j is called %s where there is little room', (bucket, name) => {
  const members = ['a', 'b'].map((id) => ({ id, status: 'stale' as const }));
  expect(shortGroupName({ members, bucket })).toBe(name);
});

it('a node that does not match the filter says so', () => {
  const context = { ...GRAPH, nodes: GRAPH.nodes.map((node) => ({ ...node, matches: node.id !== 'base' })) };
  const drawing = drawGraph(context, { ...folding, threshold: 99 });
  expect(nodeWords(drawing, 'base')).toContain('Does not match the filter; shown as context.');
  expect(nodeWords(drawing, 'app0')).not.toContain('context');
  expect(shownWords(drawing, 11)).toBe('All 11 · 1 as context');
});

it('a node is read with its status and summary', () => {
  expect(nodeWords(GROUPED, 'base')).toBe('base, Up to date. The base is current.');
  expect(nodeWords(GROUPED, 'app0')).toBe('');
});

it('the graph says how much of it is drawn', () => {
  expect(shownWords(GROUPED, 11)).toBe('Showing 2 of 11 · 9 in groups');
  expect(shownWords(ALL, 11)).toBe('All 11');
  expect(shownWords(ALL, 1200)).toBe('Showing 11 of 1,200');
});

it('the bases of a node are those drawn below it, the nearest first, also in a circle', () => {
  const ids = (drawing: typeof ALL, id: string) => drawnBases(drawing, id).map((image) => image.id);
  expect(ids(ALL, 'app3')).toEqual(['base', 'root']);
  expect(ids(ALL, 'root')).toEqual([]);
  const circle = { ...ALL, edges: [...ALL.edges, { ...graphEdge('root', 'app3'), links: [] }] };
  expect(ids(circle, 'app3')).toEqual(['base', 'root']);
});
