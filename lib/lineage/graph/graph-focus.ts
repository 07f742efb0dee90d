import { isDigest } from '#lib/oci/digest.ts';
import { formatReference, tryParseReference } from '#lib/oci/reference.ts';
import type { Filter } from '../filter/filter.ts';
import { compileFilter, type FilterSubject } from '../filter/filter-match.ts';
import { WORST_FIRST } from '../vocabulary/status.ts';
import type { FleetEdge, FleetGraph, FleetNode } from './build-graph.ts';

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
}

/** A part of the fleet, in the order of ids; `hidden` counts the nodes that were left out. */
export interface GraphSlice {
  readonly nodes: readonly SliceNode[];
  readonly edges: readonly FleetEdge[];
  readonly hidden: number;
}

/**
 * The part of the graph that a view requests; `undefined` if the focus is not a node of it.
 *
 * The filter selects images. The nodes between them and the focus, and their bases, are included, because an image
 * without its chain is useless. If the fleet is larger than the limit, images with problems are kept first.
 */
export function focusGraph(graph: FleetGraph, request: GraphFocus): GraphSlice | undefined {
  const { filter = [], limit } = request;
  const holds = compileFilter(filter, request.at);
  const matches = (id: string) => {
    const subject = filter.length === 0 ? undefined : subjectOf(graph, id);
    return subject === undefined || holds(subject);
  };
  const shown = new Set<string>();
  /** All or nothing: half a chain would read as a chain that ends. */
  const show = (ids: readonly string[]) => {
    const added = ids.filter((id) => !shown.has(id));
    if (shown.size + added.length > limit) return;
    for (const id of added) shown.add(id);
  };

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

/** All nodes, most severe status first; equal ones by id. */
function worstFirst(graph: FleetGraph): FleetNode[] {
  const rank = ({ status }: FleetNode) => WORST_FIRST.indexOf(status);
  return [...graph.nodes.values()].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** The node that a text names: its id, or its reference in any form. */
function findNode(graph: FleetGraph, text: string): string | undefined {
  if (graph.nodes.has(text)) return text;
  const reference = isDigest(text) ? undefined : tryParseReference(text);
  const full = reference === undefined ? undefined : formatReference(reference);
  return full !== undefined && graph.nodes.has(full) ? full : undefined;
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
function* pathsAbove(graph: FleetGraph, focus: string, hops: number): Generator<string[]> {
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
): GraphSlice {
  const nodes: SliceNode[] = [];
  const edges: FleetEdge[] = [];
  for (const id of [...shown].sort()) {
    const node = graph.nodes.get(id);
    const edge = graph.edges.get(id);
    if (node !== undefined) nodes.push({ ...node, matches: matches(id) });
    if (edge !== undefined && shown.has(edge.target)) edges.push(edge);
  }
  return { nodes, edges, hidden: graph.nodes.size - nodes.length };
}
