import type { GraphNodeView, GraphView } from '#lib/api/contract/images/graph.ts';

/** An image directly based on another one. */
export type Dependent = GraphNodeView & { readonly behindSince: string | null };

/** The images of a graph that are directly based on one of them, by name. */
export function dependentsIn(
  { nodes, edges }: Pick<GraphView, 'nodes' | 'edges'>,
  reference: string,
): Dependent[] {
  const base = nodes.find((node) => node.reference === reference);
  return edges
    .filter(({ target }) => target === base?.id)
    .flatMap(({ source, behindSince }) => {
      const node = nodes.find(({ id }) => id === source);
      return node === undefined ? [] : [{ ...node, behindSince }];
    })
    .toSorted((a, b) => a.reference.localeCompare(b.reference, 'en'));
}
