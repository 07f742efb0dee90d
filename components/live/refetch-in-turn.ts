import type { Query, QueryClient } from '@tanstack/react-query';

/** Milliseconds between two requests of one query: the next page of a list that waits goes first. */
const TURN_MS = 100;

/**
 * Fetches queries again, one request of each at a time. A request that is under way may be too old, but is not given up:
 * where signals come faster than answers, none would ever end. It is followed by one more, however many signals came.
 */
class RefetchInTurn {
  readonly #client: QueryClient;
  /** The queries that are fetched again when their request has ended. */
  readonly #next = new Set<Query>();

  constructor(client: QueryClient) {
    this.#client = client;
  }

  /** The queries whose keys begin so. With `isNewEnough`, what is being fetched already is not fetched again. */
  run(queryKey: readonly unknown[], isNewEnough = false): void {
    for (const query of this.#client.getQueryCache().findAll({ queryKey })) this.#fetch(query, isNewEnough);
  }

  #fetch(query: Query, isNewEnough: boolean): void {
    const { queryKey, state } = query;
    if (state.fetchStatus === 'idle') void this.#client.invalidateQueries({ queryKey, exact: true });
    else if (!isNewEnough && !this.#next.has(query)) {
      this.#next.add(query);
      const fetchLater = () =>
        setTimeout(() => {
          this.#next.delete(query);
          this.#fetch(query, false);
        }, TURN_MS);
      void Promise.resolve(query.promise).then(fetchLater, fetchLater);
    }
  }
}

const ofClients = new WeakMap<QueryClient, RefetchInTurn>();

/** The one that all parts of a page share, so that none of them adds a request to those that already wait. */
export function refetchInTurn(client: QueryClient): RefetchInTurn {
  const known = ofClients.get(client) ?? new RefetchInTurn(client);
  ofClients.set(client, known);
  return known;
}
