import { expect, it } from 'vitest';
import { drawGraph } from '#lib/lineage/graph/graph-drawing.ts';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { groupCounts, nodeWords, shownWords } from './graph-words.ts';
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
const GROUPED = drawGraph(GRAPH, folding);
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
