'use client';

import { type InvalidateOptions, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import type { BaseboardEvent } from '#lib/api/contract/events.ts';
import type { ImagePageView, ImageView } from '#lib/api/contract/images/images.ts';
import type { ScanProgressView } from '#lib/api/contract/images/scans.ts';

export type Connection = 'connecting' | 'connected' | 'lost';

/** What the stream says now: whether it is connected, whether the server reaches its database, and the running scan. */
export interface LiveState {
  readonly connection: Connection;
  /** False where the server answers and cannot reach its database: nothing new can be shown. */
  readonly databaseReachable: boolean;
  readonly scan: ScanProgressView | null;
}

type VerdictEvent = Extract<BaseboardEvent, { type: 'verdict' }>;

/** Everything a verdict may change; lists and sums are asked again together, not once per event. */
const DERIVED_KEYS = [['images'], ['fleet'], ['graph'], ['lineage'], ['last-scan'], ['registries']];
/** During a scan verdicts come in hundreds: what is derived from them is asked again this often. */
const REFRESH_MS = 2000;

/** Steps of a rebase follow each other fast, and each is to be seen. */
const FOLLOW_MS = 250;

/** A refused stream, as while the database is gone, is reopened after this; the browser itself gives up. */
const REFUSED_MS = 5000;

const BEGIN: LiveState = { connection: 'connecting', databaseReachable: true, scan: null };

const Live = createContext<LiveState>(BEGIN);

/** The stream's state, for whoever shows it. */
export function useLive(): LiveState {
  return use(Live);
}

/** Holds the one connection to `/api/v1/events` and keeps the query cache true to it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>(BEGIN);
  // Counts refused streams: each one is reopened.
  const [refused, setRefused] = useState(0);
  useEffect(() => {
    const source = new EventSource('/api/v1/events');
    const refresh = throttle(() => invalidate(client), REFRESH_MS);
    let lostOnce = refused > 0;
    let again: ReturnType<typeof setTimeout> | undefined;
    source.onopen = () => {
      setState((before) => ({ ...before, connection: 'connected', databaseReachable: true }));
      // Events from before the stream was open are not sent again: neither those of an outage, nor those between the
      // moment when the server wrote the page and this one. What is being fetched already is new enough then.
      invalidate(client, { cancelRefetch: lostOnce });
    };
    source.onerror = () => {
      lostOnce = true;
      setState({ ...BEGIN, connection: 'lost' });
      if (source.readyState !== EventSource.CLOSED) return;
      // Refused, not broken: what is asked for next is refused too, and leads to the login.
      invalidate(client);
      again = setTimeout(() => setRefused((times) => times + 1), REFUSED_MS);
    };
    source.addEventListener('service', ({ data }) => {
      const databaseReachable = JSON.parse(data).database === 'ok';
      setState((before) => ({ ...before, databaseReachable, scan: databaseReachable ? before.scan : null }));
      if (databaseReachable) invalidate(client);
    });
    source.addEventListener('scan', ({ data }) => {
      const scan: ScanProgressView = JSON.parse(data);
      const over = scan.done >= scan.total;
      setState((before) => ({ ...before, scan: over ? null : scan }));
      if (over) refresh();
    });
    source.addEventListener('verdict', ({ data }) => {
      applyVerdict(client, JSON.parse(data));
      refresh();
    });
    const registries = throttle(() => client.invalidateQueries({ queryKey: ['registries'] }), REFRESH_MS);
    source.addEventListener('registry', registries);
    const follow = (kind: 'rebases' | 'cascades') => {
      const soon = throttle(() => {
        for (const queryKey of [[kind], ['audit']]) void client.invalidateQueries({ queryKey });
      }, FOLLOW_MS);
      source.addEventListener(kind === 'rebases' ? 'rebase' : 'cascade', soon);
      return soon;
    };
    const followed = [follow('rebases'), follow('cascades')];
    return () => {
      source.close();
      clearTimeout(again);
      for (const each of [...followed, registries]) each.cancel();
      refresh.cancel();
    };
  }, [client, refused]);
  return <Live value={state}>{children}</Live>;
}

/** Puts a verdict into the rows that are shown already, at once and without a request. */
function applyVerdict(client: QueryClient, { imageId, status, at }: VerdictEvent) {
  const judged = (image: ImageView): ImageView =>
    image.id === imageId ? { ...image, status, checkedAt: at } : image;
  client.setQueryData<ImageView>(['images', 'one', imageId], (image) => image && judged(image));
  client.setQueriesData<{ pages: ImagePageView[]; pageParams: unknown[] }>(
    { queryKey: ['images', 'list'] },
    (list) =>
      list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(judged) })) },
  );
}

function invalidate(client: QueryClient, options?: InvalidateOptions) {
  for (const queryKey of DERIVED_KEYS) void client.invalidateQueries({ queryKey }, options);
}

/** Runs `action` at most once in `ms`, always after the last call. */
function throttle(action: () => void, ms: number): { (): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      action();
    }, ms);
  };
  return Object.assign(run, { cancel: () => clearTimeout(timer) });
}
