import { type Filter, parseFilter } from '#lib/lineage/filter/filter.ts';
import {
  buildGraph,
  type CurrentMention,
  type FleetGraph,
  joinMentions,
} from '#lib/lineage/graph/build-graph.ts';
import {
  basesWithin,
  chainsOf,
  findNode,
  focusGraph,
  type GraphFocus,
  type GraphSlice,
  nodeNames,
  overviewOf,
} from '#lib/lineage/graph/graph-focus.ts';
import type { Database } from '#lib/store/database/database.ts';
import { type FleetBases, readFleetBases, readPending } from '#lib/store/graph/read-bases.ts';
import {
  countLeaves,
  type LeafQuery,
  type Leaves,
  readLeaves,
  readLeavesNamed,
  readLeavesOn,
} from '#lib/store/graph/read-leaves.ts';
import { readFleet } from '#lib/store/images/fleet-lineages.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';
import { pastMoment } from '../requested-time.ts';

export interface GraphRequest {
  readonly focus: string | undefined;
  readonly bases: number;
  readonly dependents: number;
  readonly filter: string | undefined;
  readonly at: Date | undefined;
  readonly limit: number;
}

/** Of more images that match than this, only their bases are nodes. */
const MOST_IMAGES = 5000;

/**
 * The fleet as a graph, or what is around one image, now or as it was. Of a fleet of more images than can be drawn it has
 * the bases, with counts of the images on each; so it does of more matching images than `mostImages`. Throws `FilterSyntaxError`, `TimeRequestError` and {@link NotFoundError}.
 */
export async function fleetGraph(
  context: WithDatabase & WithClock,
  { focus, ...request }: GraphRequest,
  mostImages = MOST_IMAGES,
): Promise<GraphSlice> {
  pastMoment(context, request.at, 'at');
  const part = { ...request, filter: parseFilter(request.filter ?? '') };
  if (request.at !== undefined) {
    const members = await Array.fromAsync(readFleet(context.db, request.at));
    return sliceOf(buildGraph(members), { ...part, focus });
  }
  // One moment for all queries, so that their counts agree.
  return context.db.transaction(
    async (db) => {
      const bases = await readFleetBases(db);
      return focus === undefined
        ? wholeFleet(db, bases, part, mostImages)
        : around(db, bases, { ...part, focus });
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

function sliceOf(graph: FleetGraph, request: GraphFocus): GraphSlice {
  const slice = focusGraph(graph, request);
  if (slice !== undefined) return slice;
  const when = request.at === undefined ? 'is not' : `at ${request.at.toISOString()} was not`;
  throw new NotFoundError(`${request.focus} ${when} in the graph of this fleet.`);
}

/** What the leaves of a graph of bases are selected by. */
function leafQuery(graph: FleetGraph, { mentions, pending }: FleetBases, filter: Filter): LeafQuery {
  const bases = [...mentions.keys(), ...pending.map(({ reference }) => reference)];
  return { filter, bases, ancestors: filter.length === 0 ? new Map() : chainsOf(graph) };
}

function withLeaves({ mentions, pending, whole }: FleetBases, leaves: Leaves): FleetGraph {
  return joinMentions({
    mentions: new Map([...mentions, ...leaves.mentions.map((leaf) => [leaf.mention.name, leaf] as const)]),
    pending: [...pending, ...leaves.pending],
    whole,
  });
}

/** The images that match with their bases, the worst first; or the bases with counts if they are too many. */
async function wholeFleet(
  db: Database,
  bases: FleetBases,
  request: Omit<GraphFocus, 'focus'> & { readonly filter: Filter },
  mostImages: number,
): Promise<GraphSlice> {
  const graph = joinMentions(bases);
  const query = leafQuery(graph, bases, request.filter);
  const counts = await countLeaves(db, query);
  const matching = counts.reduce((sum, { images }) => sum + images, 0);
  if (matching > mostImages) return overviewOf(graph, request, counts);
  return sliceOf(withLeaves(bases, await readLeaves(db, query)), request);
}

/** What is around one image. */
async function around(
  db: Database,
  bases: FleetBases,
  request: GraphFocus & { readonly focus: string; readonly filter: Filter },
): Promise<GraphSlice> {
  const { focus, filter, dependents, limit } = request;
  const graph = joinMentions(bases);
  const known = findNode(graph, focus);
  if (known === undefined) {
    const names = nodeNames(focus);
    const leaves = { mentions: await readLeavesNamed(db, names), pending: await readPending(db, names) };
    return sliceOf(withLeaves(bases, leaves), request);
  }
  const query = leafQuery(graph, bases, filter);
  const shown = basesWithin(graph, known, dependents);
  const mentions = await leavesOn(db, shown, query, { limit, hops: dependents });
  return sliceOf(withLeaves(bases, { mentions, pending: [] }), request);
}

/**
 * The leaves of these bases that a graph of at most `limit` nodes can show. Each leaf that is shown takes one place or more,
 * so the first `limit` of them fill it, unless a leaf whose bases do not match the filter needs more places than are left;
 * then fewer than `hops` are left, for leaves of any other base.
 */
async function leavesOn(
  db: Database,
  bases: readonly string[],
  query: LeafQuery,
  { limit, hops }: { readonly limit: number; readonly hops: number },
): Promise<CurrentMention[]> {
  const first = await readLeavesOn(
    db,
    bases.map((name) => ({ name, most: limit })),
    query,
    limit,
  );
  const last = first.at(-1)?.mention.base?.name;
  if (query.filter.length === 0 || first.length < limit || last === undefined) return first;
  const had = first.filter(({ mention }) => mention.base?.name === last).length;
  const rest = bases.slice(bases.indexOf(last)).map((name, index) => ({
    name,
    most: index === 0 ? had + hops : hops,
  }));
  const more = await readLeavesOn(db, rest, query, had + hops * rest.length);
  return [...first, ...more];
}
