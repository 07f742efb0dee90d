import { expect, it } from 'vitest';
import type { GraphView } from '#lib/api/contract/images/graph.ts';
import { dependentsIn } from './dependents.ts';

const node = (reference: string) => ({ id: reference, reference });
const edge = (source: string, target: string) => ({ source, target, behindSince: null });
const graph = {
  nodes: ['base:1', 'b:1', 'a:1', 'c:1'].map(node),
  edges: [edge('b:1', 'base:1'), edge('a:1', 'base:1'), edge('c:1', 'a:1'), edge('gone:1', 'base:1')],
} as unknown as GraphView;

it('the dependents of an image are those directly on it, by name', () => {
  expect(dependentsIn(graph, 'base:1').map(({ reference }) => reference)).toEqual(['a:1', 'b:1']);
  expect(dependentsIn(graph, 'a:1').map(({ reference }) => reference)).toEqual(['c:1']);
});

it('an image that is not in the graph has none', () => expect(dependentsIn(graph, 'other:1')).toEqual([]));
