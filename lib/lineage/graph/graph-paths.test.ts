import { describe, expect, it } from 'vitest';
import { drawGraph } from './graph-drawing.ts';
import { type Step, selectionPath, walk, wholePath } from './graph-paths.ts';
import { layoutGraph } from './layout.ts';
import { graphEdge, graphNode } from './testing-graphs.ts';

/** root ← mid ← (app1, app2, app3), root ← side */
const EDGES = [
  ...['app1', 'app2', 'app3'].map((id) => graphEdge(id, 'mid')),
  graphEdge('mid', 'root'),
  graphEdge('side', 'root'),
];
const IDS = ['app1', 'app2', 'app3', 'mid', 'root', 'side'];

describe('wholePath', () => {
  it.each([
    ['app2', ['app2', 'mid', 'root']],
    ['mid', ['app1', 'app2', 'app3', 'mid', 'root']],
    ['root', IDS],
    ['side', ['root', 'side']],
  ])('of %s is all its bases and all its dependents', (id, path) => {
    expect([...wholePath(EDGES, id)].sort()).toEqual(path);
  });

  it('ends in a circle', () => {
    const circle = [graphEdge('a', 'b'), graphEdge('b', 'a')];
    expect([...wholePath(circle, 'a')].sort()).toEqual(['a', 'b']);
  });
});

describe('walk', () => {
  const layout = layoutGraph({ ids: IDS, edges: EDGES });
  it.each<[string, Step, string]>([
    ['app2', 'base', 'mid'],
    ['mid', 'base', 'root'],
    ['root', 'base', 'root'],
    ['mid', 'dependent', 'app2'],
    ['app2', 'dependent', 'app2'],
    ['app2', 'above', 'app1'],
    ['app2', 'below', 'app3'],
    ['app1', 'above', 'app1'],
    ['mid', 'below', 'side'],
    ['gone', 'above', 'gone'],
  ])('from %s to %s is %s', (from, step, to) => {
    expect(walk(layout, EDGES, from, step)).toBe(to);
  });
});

it('belongs to a selected line what it joins, and nothing to no selection', () => {
  const room = { threshold: 9, budget: 60, opened: new Set<string>(), closed: new Set<string>(), kept: [] };
  const drawing = drawGraph({ nodes: IDS.map((id) => graphNode(id)), edges: EDGES }, room);
  expect(selectionPath(drawing, 'mid > root')).toEqual(new Set(['mid', 'root']));
  expect(selectionPath(drawing, 'side')).toEqual(new Set(['side', 'root']));
  expect(selectionPath(drawing, '')).toBeUndefined();
  expect(selectionPath(drawing, 'no such')).toBeUndefined();
});
