'use client';

import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';

/** One tick for every relative time on the page. */
const TICK_MS = 10_000;

const RenderedAt = createContext(0);
const HeldAt = createContext<number | undefined>(undefined);
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** Gives relative times the server's moment for the first render, so that both sides write the same text. */
export function ClockProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

/** Holds the clock for what is inside at a moment (ms since 1970): what is shown as it was is told from then. */
export function ClockHeldAt({ at, children }: { at: number | undefined; children: ReactNode }) {
  return <HeldAt value={at}>{children}</HeldAt>;
}

/**
 * The present moment (ms since 1970), ticking every ten seconds; during hydration, the server's; inside a held clock,
 * the moment it is held at.
 */
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
