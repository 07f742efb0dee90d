import { describe, expect, it } from 'vitest';
import { drawGraph, layoutRequestOf } from '#lib/lineage/graph/graph-drawing.ts';
import type { Folding } from '#lib/lineage/graph/graph-fold.ts';
import { layoutGraph } from '#lib/lineage/graph/layout.ts';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { treeKeyAction, treeRows } from './tree-rows.ts';

/** root ← base ← (app0 … app5, two of them broken); lone */
const APPS = Array.from({ length: 6 }, (_, index) => `ghcr.io/shop/app${index}:1`);
const FLEET = {
  nodes: [
    graphNode('root', { status: 'root', dependents: 1 }),
    graphNode('base', { bases: 1, dependents: 6 }),
    ...APPS.map((id, index) => graphNode(id, { bases: 1, status: index > 3 ? 'broken' : 'stale' })),
    graphNode('lone', { status: 'unknown' }),
  ],
  edges: [graphEdge('base', 'root'), ...APPS.map((id) => graphEdge(id, 'base'))],
};

function rows(changes: Partial<Folding> = {}) {
  const drawing = drawGraph(FLEET, {
    ...{ threshold: 9, budget: 99, opened: new Set<string>(), closed: new Set<string>(), kept: [] },
    ...changes,
  });
  return treeRows(drawing, layoutGraph(layoutRequestOf(drawing)).order);
}

const short = (id: string) => id.replace(/^ghcr.io\/shop\//, '');

describe('treeRows', () => {
  it('lists the worst trees and siblings first, each base before its dependents', () => {
    expect(rows().map(({ id, level }) => `${level} ${short(id)}`)).toEqual([
      ...[
        '1 root',
        '2 base',
        '3 app4:1',
        '3 app5:1',
        '3 app0:1',
        '3 app1:1',
        '3 app2:1',
        '3 app3:1',
        '1 lone',
      ],
    ]);
  });

  it('counts siblings as ARIA does, and says what can be expanded', () => {
    const [root, base, first] = rows();
    expect(root).toMatchObject({ position: 1, siblings: 2, expanded: true, base: undefined });
    expect(base).toMatchObject({ position: 1, siblings: 1, expanded: true, base: 'root' });
    expect(first).toMatchObject({ position: 1, siblings: 6, expanded: undefined, base: 'base' });
    expect(rows().at(-1)).toMatchObject({ id: 'lone', position: 2, siblings: 2 });
  });

  it('tells what is collapsed on the row of its base', () => {
    const closed = rows({ closed: new Set(['base']) });
    expect(closed.map(({ id }) => id)).toEqual(['root', 'base', 'lone']);
    expect(closed[1]).toMatchObject({ expanded: false, folded: { byStatus: { broken: 2, stale: 4 } } });
  });

  it('lists groups of a kind as rows that can be expanded', () => {
    const grouped = rows({ threshold: 3 });
    expect(grouped.map(({ id }) => id)).toEqual([
      'root',
      'base',
      'group:base broken',
      'group:base stale',
      'lone',
    ]);
    expect(grouped[2]).toMatchObject({ level: 3, expanded: false, siblings: 2 });
    expect(grouped[1]?.expanded).toBe(true);
  });
});

describe('a key in the list', () => {
  const key = (name: string, at: string | undefined, list = rows(), typed = name) =>
    treeKeyAction(name, list, at, typed);

  it.each([
    ['ArrowDown', 'root', 'base'],
    ['ArrowDown', 'lone', 'lone'],
    ['ArrowUp', 'base', 'root'],
    ['ArrowUp', 'root', 'root'],
    ['Home', 'lone', 'root'],
    ['End', 'root', 'lone'],
    ['ArrowRight', 'base', 'ghcr.io/shop/app4:1'],
    ['ArrowRight', 'lone', 'lone'],
    ['ArrowLeft', 'ghcr.io/shop/app4:1', 'base'],
    ['ArrowLeft', 'lone', 'lone'],
    ['ArrowDown', undefined, 'base'],
  ])('%s at %s moves to %s', (name, at, id) => {
    expect(key(name, at)).toEqual({ kind: 'move', id });
  });

  it('expands with the right arrow and collapses with the left', () => {
    expect(key('ArrowLeft', 'base')).toEqual({ kind: 'collapse', id: 'base' });
    const closed = rows({ closed: new Set(['base']) });
    expect(key('ArrowRight', 'base', closed)).toEqual({ kind: 'expand', id: 'base' });
    const grouped = rows({ threshold: 3 });
    expect(key('ArrowRight', 'group:base stale', grouped)).toEqual({
      kind: 'expand',
      id: 'group:base stale',
    });
    expect(key('*', 'group:base stale', grouped)).toEqual({
      kind: 'expand-siblings',
      ids: ['group:base broken', 'group:base stale'],
    });
  });

  it('selects, clears, and finds by name', () => {
    expect(key('Enter', 'base')).toEqual({ kind: 'select', id: 'base' });
    expect(key(' ', 'base')).toEqual({ kind: 'select', id: 'base' });
    expect(key('Escape', 'base')).toEqual({ kind: 'clear' });
    expect(key('l', 'root')).toEqual({ kind: 'move', id: 'lone' });
    expect(key('2', 'root', rows(), 'app2')).toEqual({ kind: 'move', id: 'ghcr.io/shop/app2:1' });
    expect(key('z', 'root')).toEqual({ kind: 'move', id: 'root' });
    expect(key('Tab', 'root')).toBeUndefined();
    expect(key('Enter', undefined, [])).toBeUndefined();
  });
});
