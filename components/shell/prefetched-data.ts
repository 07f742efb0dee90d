import { type DehydratedState, hydrate, type QueryClient, replaceEqualDeep } from '@tanstack/react-query';

/** The queries, by hash, whose data gave way to those of the server's HTML. React may begin a first render twice. */
const replacedBy = new WeakMap<DehydratedState, Set<string>>();

/**
 * Makes the cache equal to what the server's HTML shows: React's first render of that HTML must show the same. A request
 * that would change it during that render is given up. `takeReplaced` names what has to be fetched again after it.
 */
export function putServerData(client: QueryClient, state: DehydratedState): void {
  const replaced = replacedBy.get(state) ?? new Set();
  for (const query of state.queries) {
    const cached = client.getQueryCache().get(query.queryHash);
    if (cached === undefined) continue;
    const { fetchStatus, data } = cached.state;
    const isEqual = data !== undefined && replaceEqualDeep(data, query.state.data) === data;
    if (fetchStatus === 'idle' && isEqual) continue;
    void cached.cancel({ silent: true });
    cached.setState({ ...query.state, fetchStatus: 'idle' });
    replaced.add(query.queryHash);
  }
  replacedBy.set(state, replaced);
  hydrate(client, state);
}

/** The queries, by hash, whose data or request `putServerData` replaced; none when asked again. */
export function takeReplaced(state: DehydratedState): ReadonlySet<string> {
  const replaced = replacedBy.get(state) ?? new Set();
  replacedBy.delete(state);
  return replaced;
}

/** Fills the queries that have no data yet; others are updated after the render that navigation brings. */
export function fillEmpty(client: QueryClient, state: DehydratedState): void {
  const cache = client.getQueryCache();
  const queries = state.queries.filter(({ queryHash }) => cache.get(queryHash)?.state.status === 'pending');
  hydrate(client, { queries });
}
