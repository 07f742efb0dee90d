'use client';

import { type DehydratedState, HydrationBoundary, hydrate, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useRecentSignals } from '#components/live/live-updates.tsx';

/**
 * Gives a page the queries that the server prefetched for it (`state`). The shell is live before the page: the command
 * palette may already be fetching one of these queries. `HydrationBoundary` fills such a query only after the page's
 * first render, which would then show a skeleton where the server's HTML has data. So a query without data is filled
 * here, before that render. The event stream may also have told of a change after the server read the data and before
 * they arrived: such queries are fetched again.
 */
export function PrefetchedQueries({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const client = useQueryClient();
  const signals = useRecentSignals();
  useMemo(() => {
    const cache = client.getQueryCache();
    const queries = state.queries.filter(({ queryHash }) => cache.get(queryHash)?.state.status === 'pending');
    hydrate(client, { queries });
  }, [client, state]);
  useEffect(() => {
    const now = performance.now();
    for (const { queryKey } of state.queries) {
      if (signals.concern(queryKey, now))
        void client.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false });
    }
  }, [client, signals, state]);
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}
