import { describe, expect, it } from 'vitest';
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
    groupName({
      members: APPS.map((id) => ({ id, status: 'stale' })),
      bucket: { by: 'owner', value },
      images: 0,
    });
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
  expect(shortGroupName({ members, bucket, images: 0 })).toBe(name);
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

describe('a large fleet', () => {
  const images = { stale: 12, 'up-to-date': 1328 };
  const bases = Array.from({ length: 20 }, (_, index) =>
    graphNode(`base${index}`, { bases: 1, dependents: 1340, images, summary: 'It is current.' }),
  );
  const nodes = [graphNode('system', { status: 'root', dependents: 20 }), ...bases];
  const edges = bases.map(({ id }) => graphEdge(id, 'system'));
  const drawing = drawGraph({ nodes, edges }, folding);

  it('has bases with the number of their images, the rest of them in groups', () => {
    expect(nodeWords(drawing, 'base0')).toBe(
      'base0, Up to date. It is current. 1,340 images: 12 stale, 1,328 up to date.',
    );
    const [group] = drawing.nodes.filter(({ kind }) => kind === 'group');
    expect(group && nodeWords(drawing, group.id)).toBe(
      '8 bases · 10,720 images: 96 stale, 10,624 up to date.',
    );
    expect(shownWords(drawing, 27_000, { root: 179 })).toBe(
      'Showing 13 of 27,000 · 16,080 counted on their bases · 10,728 in groups · 179 without a base',
    );
  });

  it('counts no image twice once it is drawn', () => {
    const small = graphNode('base0', { bases: 1, dependents: 1, images: { stale: 1 } });
    const app = graphNode('app', { bases: 1 });
    const both = drawGraph({ nodes: [small, app], edges: [graphEdge('app', 'base0')] }, folding);
    expect(shownWords(both, 2)).toBe('All 2');
  });
});
