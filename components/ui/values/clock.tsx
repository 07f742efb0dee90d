'use client';

import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';

/** One tick for every relative time on the page. */
const TICK_MS = 10_000;

const RenderedAt = createContext(0);
const HeldAt = createContext<number | undefined>(undefined);
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** Gives relative times the server's moment for the first render, so that server and browser render the same text. */
export function ClockProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

/** Holds the clock of its children at a moment (ms since 1970), for pages that show the past. */
export function ClockHeldAt({ at, children }: { at: number | undefined; children: ReactNode }) {
  return <HeldAt value={at}>{children}</HeldAt>;
}

/** The present (ms since 1970), updated every ten seconds; the server's during hydration; fixed inside a held clock. */
export function useNow(): number {
  const renderedAt = use(RenderedAt);
  const heldAt = use(HeldAt);
  const ticking = useSyncExternalStore(
    subscribe,
    () => now,
    () => renderedAt,
  );
  return heldAt ?? ticking;
}

/** The reader's time zone; UTC during hydration, because the server does not know it. */
export function useTimeZone(): string {
  return useSyncExternalStore(
    () => () => undefined,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}
