import type { GraphSlice } from '#lib/lineage/graph/graph-focus.ts';
import { describeEdge, describeNode } from '#lib/lineage/words/graph-words.ts';
import type { GraphView } from '../contract/images/graph.ts';

/** A part of the fleet's graph in the contract's format, with sentences. */
export function presentGraph({ nodes, edges, hidden, withoutBase }: GraphSlice): GraphView {
  return {
    nodes: nodes.map(describeNode).map((node) => ({ ...node, platforms: [...node.platforms] })),
    edges: edges.map(describeEdge),
    hidden,
    withoutBase,
  };
}
