import type { GraphRequest } from '#lib/api/client/graph-queries.ts';
import type { GraphEdgeView, GraphNodeView, GraphView } from '#lib/api/contract/images/graph.ts';
import { STATUS, STATUSES } from '#lib/lineage/vocabulary/status.ts';

/** As far as the API walks. */
export const MOST_HOPS = 16;

/** What "problems only" shows: what somebody has to act on. */
const PROBLEMS = `status:${STATUS.filter((status) => STATUSES[status].trouble).join(',')}`;

/** The filter with "problems only" in it, as table and API take it. */
export function effectiveFilter({ filter, problems }: { filter: string; problems: boolean }): string {
  return problems ? `${filter} ${PROBLEMS}`.trim() : filter;
}

/** What to ask the API for, for a view; hops that are out of range are brought into it. */
export function graphRequest(view: {
  focus: string;
  bases: number;
  dependents: number;
  filter: string;
  problems: boolean;
  at?: string | null;
}): GraphRequest {
  return {
    focus: view.focus,
    bases: withinHops(view.bases),
    dependents: withinHops(view.dependents),
    filter: effectiveFilter(view),
    at: view.at ?? undefined,
  };
}

/** A number of hops as the API takes it. */
export function withinHops(hops: number): number {
  return Math.min(Math.max(hops, 0), MOST_HOPS);
}

/** Several parts of the fleet as one; of a node or link that is in several, the first counts. */
export function mergeSlices(slices: readonly Pick<GraphView, 'nodes' | 'edges'>[]) {
  const [only] = slices;
  if (slices.length === 1 && only !== undefined) return only;
  const nodes = new Map<string, GraphNodeView>();
  const edges = new Map<string, GraphEdgeView>();
  for (const slice of slices.toReversed()) {
    for (const node of slice.nodes) nodes.set(node.id, node);
    for (const edge of slice.edges) edges.set(edge.id, edge);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

/** Of the bases opened by hand, those of which not every dependent is at hand. */
export function incompleteBases(slice: GraphView, open: readonly string[]): string[] {
  if (open.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { target } of slice.edges) counts.set(target, (counts.get(target) ?? 0) + 1);
  const dependents = new Map(slice.nodes.map(({ id, dependents }) => [id, dependents]));
  return open.filter((id) => (dependents.get(id) ?? 0) > (counts.get(id) ?? 0));
}
