import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { GraphView } from '../contract/images/graph.ts';
import { freshFor, keyAt } from './queries.ts';
import { queryString, requestJson } from './request.ts';

/** The part of the fleet that is asked for, as `GET /api/v1/graph` takes it. */
export interface GraphRequest {
  readonly focus: string;
  readonly bases: number;
  readonly dependents: number;
  readonly filter: string;
  /** As the fleet was then (ISO 8601). */
  readonly at?: string | undefined;
}

/** As many nodes as the API answers at once; more is said to be hidden. */
const MOST_NODES = 5000;

/** A part of the fleet as a graph; while another part is fetched, the one before stays. */
export function graphQuery(asked: GraphRequest) {
  return queryOptions({
    queryKey: [...keyAt(asked.at), 'graph', 'slice', asked],
    ...freshFor(asked.at),
    queryFn: ({ signal }) =>
      requestJson<GraphView>(`/graph${queryString({ ...asked, limit: MOST_NODES })}`, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** What stands on a node directly: what `+N` on it brings in, beyond the hops and the filter. */
export function directDependentsQuery(id: string, at?: string) {
  return queryOptions({
    queryKey: [...keyAt(at), 'graph', 'standing on', id],
    ...freshFor(at),
    queryFn: ({ signal }) =>
      requestJson<GraphView>(
        `/graph${queryString({ focus: id, bases: 0, dependents: 1, at, limit: MOST_NODES })}`,
        { signal },
      ),
  });
}
