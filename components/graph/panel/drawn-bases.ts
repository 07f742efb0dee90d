import type { Drawing, GraphNode } from '#lib/lineage/graph/graph-drawing.ts';

/** The drawn bases below a node, the nearest first. */
export function drawnBases({ nodes, edges }: Drawing, id: string): GraphNode[] {
  const baseOf = new Map(edges.map(({ source, target }) => [source, target]));
  const images = new Map(nodes.flatMap((node) => (node.kind === 'image' ? [[node.id, node.image]] : [])));
  const bases: GraphNode[] = [];
  const seen = new Set([id]);
  for (let at = baseOf.get(id); at !== undefined && !seen.has(at); at = baseOf.get(at)) {
    seen.add(at);
    const image = images.get(at);
    if (image !== undefined) bases.push(image);
  }
  return bases;
}
