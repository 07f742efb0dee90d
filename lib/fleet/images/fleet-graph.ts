import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { buildGraph } from '#lib/lineage/graph/build-graph.ts';
import { focusGraph, type GraphSlice } from '#lib/lineage/graph/graph-focus.ts';
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

/**
 * The fleet as a graph, or what is around one image, now or as it was. Throws `FilterSyntaxError`,
 * `TimeRequestError` and {@link NotFoundError}.
 */
export async function fleetGraph(
  context: WithDatabase & WithClock,
  request: GraphRequest,
): Promise<GraphSlice> {
  pastMoment(context, request.at, 'at');
  const filter = parseFilter(request.filter ?? '');
  const members = await Array.fromAsync(readFleet(context.db, request.at));
  const slice = focusGraph(buildGraph(members), { ...request, filter });
  if (slice === undefined) {
    const when = request.at === undefined ? 'is not' : `at ${request.at.toISOString()} was not`;
    throw new NotFoundError(`${request.focus} ${when} in the graph of this fleet.`);
  }
  return slice;
}
