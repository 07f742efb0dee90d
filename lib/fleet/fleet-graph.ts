import { parseFilter } from '#lib/lineage/filter.ts';
import { buildGraph } from '#lib/lineage/graph.ts';
import { focusGraph, type GraphSlice } from '#lib/lineage/graph-focus.ts';
import { readFleet } from '#lib/store/fleet-lineages.ts';
import type { FleetContext } from './context.ts';
import { NotFoundError } from './errors.ts';

export interface GraphRequest {
  readonly focus: string | undefined;
  readonly bases: number;
  readonly dependents: number;
  readonly filter: string | undefined;
  readonly at: Date | undefined;
  readonly limit: number;
}

/** The fleet as a graph, or what is around one image. Throws `FilterSyntaxError` and {@link NotFoundError}. */
export async function fleetGraph(context: FleetContext, request: GraphRequest): Promise<GraphSlice> {
  const filter = parseFilter(request.filter ?? '');
  const members = await Array.fromAsync(readFleet(context.db, request.at));
  const slice = focusGraph(buildGraph(members), { ...request, filter });
  if (slice === undefined) throw new NotFoundError(`${request.focus} is not in the graph of this fleet.`);
  return slice;
}
