'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import type { BaseboardEvent } from '#lib/api/contract/events.ts';
import type { ImagePageView, ImageView } from '#lib/api/contract/images/images.ts';
import {
  CONNECTING,
  type LiveState,
  nextLiveState,
  refetchAfter,
  type StreamSignal,
  withVerdict,
} from './live-state.ts';
import { RecentSignals } from './recent-signals.ts';
import { refetchInTurn } from './refetch-in-turn.ts';
import { Throttle } from './throttle.ts';

/** Each type of event, so that the compiler finds a missing one. */
const EVENT_TYPES = {
  scan: true,
  verdict: true,
  rebase: true,
  cascade: true,
  'declared-base': true,
  service: true,
  registry: true,
  source: true,
} satisfies Record<BaseboardEvent['type'], true>;
/** The browser does not reopen a refused stream. This does, for example while the database is unreachable. */
const REOPEN_MS = 5000;

const Live = createContext<LiveState>(CONNECTING);
const Signals = createContext(new RecentSignals());

/** The state of the event stream. */
export function useLive(): LiveState {
  return use(Live);
}

/** What the event stream told lately. */
export function useRecentSignals(): RecentSignals {
  return use(Signals);
}

/** Holds the page's one connection to `/api/v1/events` and refetches queries as its events say. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState(CONNECTING);
  const [signals] = useState(() => new RecentSignals());
  // Counts refused streams: each count opens the next one.
  const [refused, setRefused] = useState(0);
  useEffect(() => {
    const source = new EventSource('/api/v1/events');
    const throttle = new Throttle();
    const turns = refetchInTurn(client);
    let lostBefore = refused > 0;
    let reopen: ReturnType<typeof setTimeout> | undefined;
    const take = (signal: StreamSignal) => {
      setState((before) => nextLiveState(before, signal));
      if (signal.type === 'verdict') putVerdict(client, signal);
      const refetch = refetchAfter(signal, lostBefore);
      if (refetch === undefined) return;
      const { queryKeys, withinMs, isNewEnough } = refetch;
      signals.note(queryKeys, performance.now());
      throttle.run(queryKeys.join(' '), withinMs, () => {
        for (const queryKey of queryKeys) turns.run(queryKey, isNewEnough);
      });
    };
    source.onopen = () => take({ type: 'open' });
    source.onerror = () => {
      lostBefore = true;
      const isRefused = source.readyState === EventSource.CLOSED;
      take({ type: isRefused ? 'refused' : 'broken' });
      if (isRefused) reopen = setTimeout(() => setRefused((times) => times + 1), REOPEN_MS);
    };
    for (const type of Object.keys(EVENT_TYPES)) {
      source.addEventListener(type, ({ data }) => take({ ...JSON.parse(data), type }));
    }
    return () => {
      source.close();
      clearTimeout(reopen);
      throttle.cancel();
    };
  }, [client, refused, signals]);
  return (
    <Signals value={signals}>
      <Live value={state}>{children}</Live>
    </Signals>
  );
}

/** Puts a verdict into the rows on the page, at once and without a request. */
function putVerdict(client: QueryClient, verdict: Extract<BaseboardEvent, { type: 'verdict' }>) {
  client.setQueryData<ImageView>(
    ['images', 'one', verdict.imageId],
    (image) => image && withVerdict(image, verdict),
  );
  client.setQueriesData<{ pages: ImagePageView[]; pageParams: unknown[] }>(
    { queryKey: ['images', 'list'] },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({
          ...page,
          items: page.items.map((image) => withVerdict(image, verdict)),
        })),
      },
  );
}
