import { withTerm } from '#components/filter/filter-text.ts';
import type { GraphRequest } from '#lib/api/client/graph.ts';
import type { GraphEdgeView, GraphNodeView, GraphView } from '#lib/api/contract/images/graph.ts';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { baseOfKey, groupKeyOf } from '#lib/lineage/graph/node-groups.ts';
import { isDigest } from '#lib/oci/digest.ts';
import { formatReference, tryParseReference } from '#lib/oci/reference.ts';

/** The most hops that the API follows. */
export const MOST_HOPS = 16;

/** The filter including "problems only", for table and API. */
export function effectiveFilter({ filter, problems }: { filter: string; problems: boolean }): string {
  return problems ? withTerm(filter, 'is:problem') : filter;
}

/** The API request of a view, with hops within range. */
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

/** A number of hops within the API's range. */
export function withinHops(hops: number): number {
  return Math.min(Math.max(hops, 0), MOST_HOPS);
}

/** More than this is all. */
const MOST_COUNTED_HOPS = 4;

/** One hop less; from "all", three hops. */
export function fewerHops(hops: number): number {
  return hops === MOST_HOPS ? MOST_COUNTED_HOPS - 1 : hops - 1;
}

/** One hop more; from four hops on, all. */
export function moreHops(hops: number): number {
  return hops >= MOST_COUNTED_HOPS ? MOST_HOPS : hops + 1;
}

/** The node id of a focus, which may be a reference in any spelling; undefined for no focus. */
export function focusIdOf(focus: string): string | undefined {
  if (focus === '') return undefined;
  const reference = isDigest(focus) ? undefined : tryParseReference(focus);
  return reference === undefined ? focus : formatReference(reference);
}

/** Which of the ids are members of a group of the drawing, and so have no node of their own. */
export function groupedIds(drawing: Drawing | undefined, ids: readonly string[]): string[] {
  const members = new Set(
    drawing?.nodes.flatMap((node) => (node.kind === 'group' ? node.group.members.map(({ id }) => id) : [])),
  );
  return ids.filter((id) => members.has(id));
}

/** The selection, if it is drawn; of a group that is no longer drawn, its base. */
export function drawnSelection(drawing: Drawing | undefined, selected: string): string {
  const key = groupKeyOf(selected);
  if (key === undefined || drawing === undefined) return selected;
  return drawing.nodes.some(({ id }) => id === selected) ? selected : (baseOfKey(key) ?? '');
}

/** Merges parts of the fleet; of a node or link in several parts, the first counts. */
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

/** The bases opened by hand whose dependents are not all loaded. */
export function incompleteBases(slice: GraphView, opened: ReadonlySet<string>): string[] {
  if (opened.size === 0) return [];
  const counts = new Map<string, number>();
  for (const { target } of slice.edges) counts.set(target, (counts.get(target) ?? 0) + 1);
  const dependents = new Map(slice.nodes.map(({ id, dependents }) => [id, dependents]));
  return [...opened].filter((id) => (dependents.get(id) ?? 0) > (counts.get(id) ?? 0));
}
