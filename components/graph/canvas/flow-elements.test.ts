import { describe, expect, it } from 'vitest';
import { drawGraph, layoutRequestOf } from '#lib/lineage/graph/graph-drawing.ts';
import { selectionPath } from '#lib/lineage/graph/graph-paths.ts';
import { layoutGraph } from '#lib/lineage/graph/layout.ts';
import { graphEdge, graphNode } from '#lib/lineage/graph/testing-graphs.ts';
import { flowEdges, flowNodes, mountedElements } from './flow-elements.ts';

const drawing = drawGraph(
  {
    nodes: ['base', 'app', 'other'].map((id) => graphNode(id)),
    edges: [graphEdge('app', 'base')],
  },
  { threshold: 9, budget: 99, opened: new Set(), closed: new Set(), kept: [] },
);
const layout = layoutGraph(layoutRequestOf(drawing));
const highlight = (selected: string) => ({
  selected,
  cursor: 'base',
  focusId: 'other',
  path: selectionPath(drawing, selected),
});

describe('the nodes and edges of React Flow', () => {
  it('mark the selected, the cursor and the focused node', () => {
    const marks = flowNodes(drawing, layout, highlight('app')).map(({ id, data }) => [id, data.mark]);
    expect(Object.fromEntries(marks)).toEqual({ app: 'selected', base: 'cursor', other: 'focus' });
  });

  it('dim what does not belong to the selection', () => {
    const dimmed = (selected: string) =>
      flowNodes(drawing, layout, highlight(selected))
        .filter(({ className }) => className?.includes('grayscale'))
        .map(({ id }) => id);
    expect(dimmed('app')).toEqual(['other']);
    expect(dimmed('')).toEqual([]);
  });

  it('mark a selected edge, and edges on the path of the selection', () => {
    const mark = (selected: string) => flowEdges(drawing, layout, highlight(selected))[0]?.data?.mark;
    expect(mark('app > base')).toBe('selected');
    expect(mark('app')).toBe('path');
    expect(mark('other')).toBe('none');
  });

  it('of a large drawing are the mounted nodes, their links and the hidden bases of these', () => {
    const nodes = flowNodes(drawing, layout, highlight(''));
    const edges = flowEdges(drawing, layout, highlight(''));
    const elements = (ids: string[]) => {
      const part = mountedElements(nodes, edges, new Set(ids));
      return [
        part.nodes.map(({ id, hidden }) => (hidden === true ? `${id} hidden` : id)).sort(),
        part.edges.map(({ id }) => id),
      ];
    };
    expect(elements(['app'])).toEqual([['app', 'base hidden'], ['app > base']]);
    expect(elements(['base'])).toEqual([['base'], []]);
    expect(elements([])).toEqual([[], []]);
  });

  it('leave out what has no position yet', () => {
    const positions = new Map([...layout.positions].filter(([id]) => id !== 'app'));
    const partial = { ...layout, positions };
    expect(flowNodes(drawing, partial, highlight('')).map(({ id }) => id)).not.toContain('app');
    expect(flowEdges(drawing, partial, highlight(''))).toEqual([]);
  });
});
