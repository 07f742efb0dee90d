import { isDigest } from '#lib/oci/digest.ts';
import { formatReference, tryParseReference } from '#lib/oci/reference.ts';
import type { Filter } from '../filter/filter.ts';
import { compileFilter, type FilterSubject } from '../filter/filter-match.ts';
import { type Status, WORST_FIRST } from '../vocabulary/status.ts';
import type { FleetEdge, FleetGraph, FleetNode } from './build-graph.ts';
import type { CountsByStatus } from './fold-node.ts';

/** The part of the fleet that a view requests. */
export interface GraphFocus {
  /** A node's id, or any spelling of its reference; without one, the whole fleet. */
  readonly focus?: string | undefined;
  /** Hops from the focus (without one: from each match) towards its bases. */
  readonly bases: number;
  /** Hops from the focus towards its dependents. */
  readonly dependents: number;
  readonly filter?: Filter | undefined;
  /** The time to which the filter's `behind:` counts; now by default. */
  readonly at?: Date | undefined;
  /** The most nodes in the result. */
  readonly limit: number;
}

/** A node of a part of the fleet. */
interface SliceNode extends FleetNode {
  /** Whether it matches the filter itself; if not, it is there because it connects those that do. */
  readonly matches: boolean;
  /** Images directly based on it that are counted instead of being nodes; null if none is. */
  readonly images: CountsByStatus | null;
}

/** A part of the fleet, in the order of ids; `hidden` counts the nodes that were left out. */
export interface GraphSlice {
  readonly nodes: readonly SliceNode[];
  readonly edges: readonly FleetEdge[];
  readonly hidden: number;
  /** Images without a base that are counted instead of being nodes; null if none is. */
  readonly withoutBase: CountsByStatus | null;
}

/**
 * The part of the graph that a view requests; `undefined` if the focus is not a node of it.
 *
 * The filter selects images. The nodes between them and the focus, and their bases, are included, because an image
 * without its chain is useless. If the fleet is larger than the limit, images with problems are kept first.
 */
export function focusGraph(graph: FleetGraph, request: GraphFocus): GraphSlice | undefined {
  const matches = matcherOf(graph, request);
  const { limit } = request;
  const { shown, show } = roomFor(limit);

  if (request.focus === undefined) {
    for (const { id } of worstFirst(graph)) {
      if (shown.size >= limit) break;
      if (!shown.has(id) && matches(id)) show(chainOf(graph, id, request.bases));
    }
  } else {
    const focus = findNode(graph, request.focus);
    if (focus === undefined) return undefined;
    show(chainOf(graph, focus, request.bases).slice(0, limit));
    for (const path of pathsAbove(graph, focus, request.dependents)) {
      if (matches(path[0] ?? focus)) show(path);
    }
  }
  return sliceOf(graph, shown, matches);
}

/**
 * The bases of the fleet with the number of images on each, for a fleet of more images than can be drawn: those of most
 * images come first, with the bases below them. `leaves` are the images that match the filter and are no bases.
 */
export function overviewOf(
  graph: FleetGraph,
  request: Omit<GraphFocus, 'focus'>,
  leaves: readonly { readonly base: string | null; readonly status: Status; readonly images: number }[],
): GraphSlice {
  const matches = matcherOf(graph, request);
  const counts = new Map<string | null, { byStatus: Partial<Record<Status, number>>; total: number }>();
  for (const { base, status, images } of leaves) {
    const count = counts.get(base) ?? { byStatus: {}, total: 0 };
    counts.set(base, { byStatus: { ...count.byStatus, [status]: images }, total: count.total + images });
  }
  const { shown, show } = roomFor(request.limit);
  const total = (id: string) => counts.get(id)?.total ?? 0;
  const widest = [...graph.nodes.keys()].sort((a, b) => total(b) - total(a) || (a < b ? -1 : 1));
  for (const id of widest) {
    if (shown.size >= request.limit) break;
    // The first hop is that from an image to this base.
    const hops = total(id) > 0 ? request.bases - 1 : request.bases;
    if (total(id) > 0 || matches(id)) show(chainOf(graph, id, hops));
  }
  const byStatus = (id: string | null) => counts.get(id)?.byStatus ?? null;
  return sliceOf(graph, shown, matches, byStatus);
}

/** Whether nodes match the filter of a request. */
function matcherOf(graph: FleetGraph, { filter = [], at }: Pick<GraphFocus, 'filter' | 'at'>) {
  const holds = compileFilter(filter, at);
  return (id: string) => {
    const subject = filter.length === 0 ? undefined : subjectOf(graph, id);
    return subject === undefined || holds(subject);
  };
}

/** A set of at most `limit` nodes. `show` adds all of some or none: half a chain would read as a chain that ends. */
function roomFor(limit: number) {
  const shown = new Set<string>();
  const show = (ids: readonly string[]) => {
    const added = ids.filter((id) => !shown.has(id));
    if (shown.size + added.length > limit) return;
    for (const id of added) shown.add(id);
  };
  return { shown, show };
}

/** All nodes, most severe status first; equal ones by id. */
function worstFirst(graph: FleetGraph): FleetNode[] {
  const rank = ({ status }: FleetNode) => WORST_FIRST.indexOf(status);
  return [...graph.nodes.values()].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** The node that a text names: its id, or its reference in any form. */
export function findNode(graph: FleetGraph, text: string): string | undefined {
  return nodeNames(text).find((name) => graph.nodes.has(name));
}

/** The ids of nodes that a text may name; the first one that exists counts. */
export function nodeNames(text: string): string[] {
  const reference = isDigest(text) ? undefined : tryParseReference(text);
  return reference === undefined ? [text] : [text, formatReference(reference)];
}

/**
 * A node, and what is based on it within one hop less than `hops`: the nodes whose dependents a focus on it shows, in the
 * order in which it does.
 */
export function basesWithin(graph: FleetGraph, focus: string, hops: number): string[] {
  if (hops === 0) return [];
  return [focus, ...pathsAbove(graph, focus, hops - 1).map(([id = focus]) => id)];
}

/** The bases of every node, itself first: the ancestors of what is based on it. */
export function chainsOf(graph: FleetGraph): Map<string, readonly string[]> {
  return new Map(graph.nodes.keys().map((id) => [id, chainOf(graph, id, Number.POSITIVE_INFINITY)]));
}

/** A node and the bases under it, nearest first, at most `hops` of them; a cycle is walked once. */
function chainOf(graph: FleetGraph, id: string, hops: number): string[] {
  const chain = [id];
  const seen = new Set(chain);
  let at = graph.edges.get(id)?.target;
  while (at !== undefined && !seen.has(at) && chain.length <= hops) {
    chain.push(at);
    seen.add(at);
    at = graph.edges.get(at)?.target;
  }
  return chain;
}

/** The dependents of a node, level by level; each as its path, from itself down to just above the node. */
function* pathsAbove(graph: FleetGraph, focus: string, hops: number): Generator<string[], void> {
  const seen = new Set([focus]);
  let level: string[][] = [[]];
  for (let hop = 0; hop < hops && level.length > 0; hop++) {
    const next: string[][] = [];
    for (const path of level) {
      for (const id of graph.dependents.get(path[0] ?? focus) ?? []) {
        if (seen.has(id)) continue;
        seen.add(id);
        next.push([id, ...path]);
      }
    }
    yield* next;
    level = next;
  }
}

/** What a filter compares, for a node. */
function subjectOf(graph: FleetGraph, id: string): FilterSubject | undefined {
  const node = graph.nodes.get(id);
  if (node === undefined) return undefined;
  const [, ...ancestors] = chainOf(graph, id, Number.POSITIVE_INFINITY);
  const { reference, digest, status, platforms, sample, snoozed, owner, behindSince } = node;
  return {
    ...{ reference, digest, status, platforms, sample, snoozed, public: node.public, owner, behindSince },
    mentioned: node.mentioned,
    ancestors,
    baseName: ancestors[0] ?? null,
  };
}

function sliceOf(
  graph: FleetGraph,
  shown: ReadonlySet<string>,
  matches: (id: string) => boolean,
  imagesOn: (id: string | null) => CountsByStatus | null = () => null,
): GraphSlice {
  const nodes: SliceNode[] = [];
  const edges: FleetEdge[] = [];
  for (const id of [...shown].sort()) {
    const node = graph.nodes.get(id);
    const edge = graph.edges.get(id);
    if (node !== undefined) nodes.push({ ...node, matches: matches(id), images: imagesOn(id) });
    if (edge !== undefined && shown.has(edge.target)) edges.push(edge);
  }
  return { nodes, edges, hidden: graph.size - nodes.length, withoutBase: imagesOn(null) };
}
