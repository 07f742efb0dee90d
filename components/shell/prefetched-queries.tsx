'use client';

import { type DehydratedState, HydrationBoundary, hydrate, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';

/**
 * Gives a page the queries that the server prefetched for it (`state`). The shell is live before the page: the command
 * palette may already be fetching one of these queries. `HydrationBoundary` fills such a query only after the page's
 * first render, which would then show a skeleton where the server's HTML has data. So a query without data is filled
 * here, before that render.
 */
export function PrefetchedQueries({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const client = useQueryClient();
  useMemo(() => {
    const cache = client.getQueryCache();
    const queries = state.queries.filter(({ queryHash }) => cache.get(queryHash)?.state.status === 'pending');
    hydrate(client, { queries });
  }, [client, state]);
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}
