import type { GraphNode } from '#lib/lineage/graph/graph-drawing.ts';

/**
 * What follows the drawn bases of an image: nothing after a root; a base that is not drawn; or that the rest is not
 * known, with the reason. `last` is the last drawn base, or the image itself.
 */
export type ChainRest =
  | { readonly kind: 'root' | 'not-drawn' }
  | { readonly kind: 'unknown'; readonly reason: string };

export function chainRest({
  status,
  bases,
  summary,
}: Pick<GraphNode, 'status' | 'bases' | 'summary'>): ChainRest {
  if (bases > 0) return { kind: 'not-drawn' };
  return status === 'root' ? { kind: 'root' } : { kind: 'unknown', reason: summary };
}
