import { pause } from './deadline.ts';
import { RegistryError } from './errors.ts';
import { fail } from './failure.ts';
import { isReplayable, type RegistryRequest } from './request.ts';
import { retryDelay } from './retry.ts';

/**
 * Sends writes no faster than their registry takes them. A 429 means that nothing was done, so the write is sent again
 * after the pause that the registry asks for, and every other write to it in this process waits, too.
 */
export interface Pacing {
  /** Runs `send`, again after each 429; rejects with the last 429 once `writeWaitMs` of waiting would be exceeded. */
  run<T>(request: RegistryRequest, signal: AbortSignal | undefined, send: () => Promise<T>): Promise<T>;
}

/** What is known of one origin; all times in `performance.now()` milliseconds. */
interface Pace {
  pausedUntil: number;
  /** When the next write may go. */
  next: number;
  /** Between two writes; 0 until a registry first limits them. */
  intervalMs: number;
  /** When the writes of the last second were taken. */
  taken: number[];
}

/** Writes of this time tell the rate that a registry takes. */
const WINDOW_MS = 1000;
/** Sends a little slower than what was taken before the limit was met. */
const MARGIN = 1.1;
const SLOWEST_INTERVAL_MS = 1000;
/** Each write that is taken shortens the interval by this; below {@link NO_INTERVAL_MS} there is none. */
const RECOVERY = 0.99;
const NO_INTERVAL_MS = 2;
const MAX_ORIGINS = 1000;

export function createPacing(deps: { readonly writeWaitMs: number; readonly random: () => number }): Pacing {
  const paces = new Map<string, Pace>();

  function paceOf(origin: string): Pace {
    const known = paces.get(origin);
    if (known) return known;
    if (paces.size >= MAX_ORIGINS) paces.clear();
    const pace: Pace = { pausedUntil: 0, next: 0, intervalMs: 0, taken: [] };
    paces.set(origin, pace);
    return pace;
  }

  async function turn(pace: Pace, { ask }: RegistryRequest, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const now = performance.now();
      const at = Math.max(pace.next, pace.pausedUntil);
      if (at > now) {
        // A place in the order is taken before the wait, so that those who wait do not all go at once.
        pace.next = at + pace.intervalMs;
        await pause(at - now, signal).catch(() => {
          throw fail(ask, 'aborted', 'ABORTED', 'the caller gave up');
        });
        // The pause may have grown meanwhile.
        if (pace.pausedUntil > performance.now()) continue;
        return;
      }
      pace.next = now + pace.intervalMs;
      return;
    }
  }

  return {
    async run(request, signal, send) {
      const pace = paceOf(request.endpoint.origin);
      let waited = 0;
      for (let tries = 0; ; tries++) {
        await turn(pace, request, signal);
        try {
          const result = await send();
          took(pace);
          return result;
        } catch (error) {
          if (!(error instanceof RegistryError) || error.kind !== 'rate-limited') throw error;
          const backoff = retryDelay(tries, undefined, deps.random());
          const wait = Math.max(backoff, retryDelay(tries, error.retryAfter, deps.random()));
          waited += wait;
          if (waited > deps.writeWaitMs) throw error;
          slowDown(pace, wait);
          if (!isReplayable(request)) throw error;
        }
      }
    },
  };
}

function took(pace: Pace): void {
  const now = performance.now();
  pace.taken = [...pace.taken.filter((at) => at > now - WINDOW_MS), now];
  pace.intervalMs *= RECOVERY;
  if (pace.intervalMs < NO_INTERVAL_MS) pace.intervalMs = 0;
}

function slowDown(pace: Pace, wait: number): void {
  const now = performance.now();
  // Requests that were under way together are limited together: the rate falls once for all of them.
  if (now >= pace.pausedUntil) {
    const rate = pace.taken.filter((at) => at > now - WINDOW_MS).length;
    const measured = (WINDOW_MS / Math.max(1, rate)) * MARGIN;
    pace.intervalMs = Math.min(SLOWEST_INTERVAL_MS, Math.max(pace.intervalMs, measured));
  }
  pace.pausedUntil = Math.max(pace.pausedUntil, now + wait);
  pace.next = Math.max(pace.next, pace.pausedUntil);
}
