import fc from 'fast-check';
import { STATUS } from '../vocabulary/status.ts';
import type { CountsByStatus } from './fold-node.ts';
import type { GraphEdge, GraphNode } from './graph-drawing.ts';

/** For tests: a graph of at most one base for each image, circles included: each number is a base's index, or none. */
export const graphs = fc
  .array(fc.record({ base: fc.option(fc.nat({ max: 60 })), status: fc.constantFrom(...STATUS) }), {
    maxLength: 60,
  })
  .map((rows) => ({
    nodes: rows.map(({ status }, index) => ({ id: `n${index}`, status })),
    edges: rows.flatMap(({ base }, index) =>
      base === null || base >= rows.length ? [] : [{ source: `n${index}`, target: `n${base}` }],
    ),
  }));

/** For tests: a node without problems, except for the given fields. */
export function graphNode(
  id: string,
  changes: Partial<GraphNode> = {},
): GraphNode & { readonly images: CountsByStatus | null } {
  return {
    id,
    reference: id,
    digest: null,
    status: 'up-to-date',
    summary: '',
    imageId: null,
    platforms: ['linux/amd64'],
    baseLayers: 3,
    appLayers: 1,
    bases: 0,
    dependents: 0,
    sample: false,
    public: false,
    owner: null,
    ...changes,
    images: changes.images ?? null,
  };
}

/** For tests: a verified and current link, except for the given fields. */
export function graphEdge(source: string, target: string, changes: Partial<GraphEdge> = {}): GraphEdge {
  return {
    id: `${source} > ${target}`,
    source,
    target,
    freshness: 'up-to-date',
    verification: 'verified',
    conflict: false,
    behindSince: null,
    reason: null,
    reasonCode: null,
    retained: false,
    ...changes,
  };
}
