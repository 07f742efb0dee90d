import { useMemo } from 'react';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { selectionPath } from '#lib/lineage/graph/graph-paths.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { flowEdges, flowNodes, type Highlight, mountedElements } from './flow-elements.ts';

/** A drawing's nodes and edges for React Flow. `elements` has only those to mount; `mounted` undefined means all. */
export function useElements(
  drawing: Drawing,
  layout: Layout,
  { selected, cursor, focusId }: Omit<Highlight, 'path'>,
  mounted: ReadonlySet<string> | undefined,
) {
  const path = useMemo(() => selectionPath(drawing, selected), [drawing, selected]);
  const highlight = useMemo(() => ({ selected, cursor, focusId, path }), [selected, cursor, focusId, path]);
  const nodes = useMemo(() => flowNodes(drawing, layout, highlight), [drawing, layout, highlight]);
  const edges = useMemo(() => flowEdges(drawing, layout, highlight), [drawing, layout, highlight]);
  const elements = useMemo(
    () => (mounted === undefined ? { nodes, edges } : mountedElements(nodes, edges, mounted)),
    [nodes, edges, mounted],
  );
  return { nodes, edges, path, elements };
}
