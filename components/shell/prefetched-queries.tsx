'use client';

import { type DehydratedState, HydrationBoundary, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useRecentSignals } from '#components/live/live-updates.tsx';
import { refetchInTurn } from '#components/live/refetch-in-turn.ts';
import { fillEmpty, putServerData, takeReplaced } from './prefetched-data.ts';

/**
 * Gives a page the queries that the server prefetched for it (`state`). The shell is live before the page: it may
 * already have fetched one of these queries, or be fetching it. `HydrationBoundary` fills such a query only after the
 * page's first render, which must show what the server's HTML shows. So the server's data are put in place before that
 * render; what they replaced is fetched again after it. The event stream may also have told of a change after the server
 * read the data and before they arrived: such queries are fetched again, too.
 */
export function PrefetchedQueries({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const client = useQueryClient();
  const signals = useRecentSignals();
  const isHydrating = useSyncExternalStore(neverChanges, onClient, onServer);
  // Another state comes by navigation, which has no HTML to equal.
  const [shown] = useState(isHydrating ? state : undefined);
  useMemo(() => {
    if (state === shown) putServerData(client, state);
    else fillEmpty(client, state);
  }, [client, state, shown]);
  useEffect(() => {
    const now = performance.now();
    const replaced = takeReplaced(state);
    const turns = refetchInTurn(client);
    for (const { queryKey, queryHash } of state.queries) {
      if (replaced.has(queryHash) || signals.concern(queryKey, now)) turns.run(queryKey);
    }
  }, [client, signals, state]);
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}

const neverChanges = () => () => {};
const onClient = () => false;
const onServer = () => true;
