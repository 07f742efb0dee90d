import type { GraphRequest } from './fleet-graph.ts';

/** The graph of the whole fleet, as it is now. */
export const WHOLE_GRAPH: GraphRequest = {
  focus: undefined,
  bases: 8,
  dependents: 8,
  filter: undefined,
  at: undefined,
  limit: 1000,
};
