import { describe, expect, it } from 'vitest';
import { drawGraph, layoutRequestOf } from '#lib/lineage/graph/graph-drawing.ts';
import { layoutGraph } from '#lib/lineage/graph/layout.ts';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { graphKeyAction } from './graph-keys.ts';

/** One base with as many apps, drawn as a group from five on. */
function graph(apps: number, closed: readonly string[] = []) {
  const names = Array.from({ length: apps }, (_, index) => `app${index}`);
  const drawing = drawGraph(
    {
      nodes: [graphNode('base', { dependents: apps }), ...names.map((name) => graphNode(name, { bases: 1 }))],
      edges: names.map((name) => graphEdge(name, 'base')),
    },
    { threshold: 4, budget: 100, opened: new Set(), closed: new Set(closed), kept: [] },
  );
  return { drawing, layout: layoutGraph(layoutRequestOf(drawing)), cursor: undefined, focusId: undefined };
}

describe('a key in the graph', () => {
  it('without a cursor applies to the focused node, else to the first one', () => {
    const two = graph(2);
    expect(graphKeyAction('ArrowRight', two)).toEqual({ kind: 'move', id: 'base' });
    expect(graphKeyAction('Enter', two)).toEqual({ kind: 'select', id: 'base' });
    expect(graphKeyAction('Enter', { ...two, focusId: 'app1' })).toEqual({ kind: 'select', id: 'app1' });
    expect(graphKeyAction('Enter', { ...two, focusId: 'gone' })).toEqual({ kind: 'select', id: 'base' });
  });

  it('moves along the links and the column', () => {
    const at = (cursor: string, key: string) => graphKeyAction(key, { ...graph(2), cursor });
    expect(at('app0', 'ArrowLeft')).toEqual({ kind: 'move', id: 'base' });
    expect(at('app0', 'ArrowDown')).toEqual({ kind: 'move', id: 'app1' });
    expect(at('base', 'ArrowLeft')).toEqual({ kind: 'move', id: 'base' });
  });

  it('focuses and clears', () => {
    expect(graphKeyAction('f', { ...graph(2), cursor: 'app1' })).toEqual({ kind: 'focus', id: 'app1' });
    expect(graphKeyAction('Escape', graph(2))).toEqual({ kind: 'clear' });
  });

  it('expands what is collapsed, and collapses what is expanded', () => {
    expect(graphKeyAction('e', { ...graph(2), cursor: 'base' })).toEqual({ kind: 'collapse', id: 'base' });
    const many = graph(9);
    expect(graphKeyAction('e', { ...many, cursor: 'base' })).toEqual({ kind: 'collapse', id: 'base' });
    const closed = graph(9, ['base']);
    expect(graphKeyAction('e', { ...closed, cursor: 'base' })).toEqual({ kind: 'expand', id: 'base' });
    const group = many.drawing.nodes.find(({ kind }) => kind === 'group')?.id ?? '';
    expect(graphKeyAction('e', { ...many, cursor: group })).toEqual({ kind: 'expand', id: group });
    expect(graphKeyAction('e', { ...graph(2), cursor: 'app0' })).toEqual({ kind: 'nothing' });
  });

  it('that means nothing is left to the browser', () => {
    expect(graphKeyAction('x', graph(2))).toBeUndefined();
    expect(graphKeyAction('Tab', graph(2))).toBeUndefined();
  });

  it('means nothing in an empty graph', () => {
    const empty = { ...graph(0), layout: { ...graph(0).layout, positions: new Map() } };
    expect(graphKeyAction('Enter', empty)).toBeUndefined();
  });
});
