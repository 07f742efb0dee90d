import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { GraphView } from '../contract/images/graph.ts';
import { freshFor, keyAt } from './past-answers.ts';
import { queryString, requestJson } from './request.ts';

/** The images directly based on an image: the graph around it, one hop up. */
export function dependentsQuery(reference: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'graph', 'dependents', reference],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<GraphView>(`/graph${queryString({ focus: reference, dependents: 1, bases: 0, at })}`, {
        signal,
      }),
  });
}

/** The part of the fleet to draw: the parameters of `GET /api/v1/graph`. */
export interface GraphRequest {
  readonly focus: string;
  readonly bases: number;
  readonly dependents: number;
  readonly filter: string;
  /** As the fleet was then (ISO 8601). */
  readonly at?: string | undefined;
}

/** The most nodes the API returns at once; it counts the rest as hidden. */
const MOST_NODES = 5000;

/** The path of a part of the fleet, below `/api/v1`. */
export function graphPath(request: GraphRequest): string {
  return `/graph${queryString({ ...request, limit: MOST_NODES })}`;
}

/** A part of the fleet as a graph. While another part is fetched, the previous one stays visible. */
export function graphQuery(request: GraphRequest) {
  return queryOptions({
    queryKey: [...keyAt(request.at), 'graph', 'slice', request],
    ...freshFor(request.at),
    queryFn: ({ signal }) => requestJson<GraphView>(graphPath(request), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The images directly based on a node, regardless of hops and filter: what its `+N` button adds. */
export function directDependentsQuery(id: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'graph', 'direct dependents', id],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<GraphView>(
        `/graph${queryString({ focus: id, bases: 0, dependents: 1, at, limit: MOST_NODES })}`,
        { signal },
      ),
  });
}
