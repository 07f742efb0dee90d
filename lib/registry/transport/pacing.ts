import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { RegistryError } from '../errors.ts';
import type { WriteOptions } from '../registry.ts';
import { fail } from './http/request-error.ts';
import { retryDelay } from './limits/retry-delay.ts';
import { isReplayable, type RegistryRequest } from './request/request.ts';

/**
 * Sends writes no faster than the registry accepts them. A 429 means that nothing was written, so the write is sent
 * again after the requested pause. All other writes to that registry in this process wait as well.
 */
export interface Pacing {
  /** Runs `send`, again after each 429; rejects with the last 429 once `writeWaitMs` of waiting would be exceeded. */
  run<T>(request: RegistryRequest, options: WriteOptions | undefined, send: () => Promise<T>): Promise<T>;
}

/** The pace of one origin; all times in `performance.now()` milliseconds. */
interface Pace {
  pausedUntil: number;
  /** When the next write may be sent. */
  next: number;
  /** Time between two writes; 0 until the registry limits them for the first time. */
  intervalMs: number;
  /** When the interval last changed. */
  changed: number;
  /** When the writes of the last second were accepted. */
  taken: number[];
}

/** {@link ENOUGH} writes within this time show the rate that a registry accepts. */
const WINDOW_MS = 1000;
const ENOUGH = 5;
/** Factor that makes writes a little slower than the rate accepted before the limit. */
const MARGIN = 1.1;
const FIRST_INTERVAL_MS = 25;
const SLOWEST_INTERVAL_MS = 1000;
/** After each such period without a limit the interval is halved, and dropped below {@link NO_INTERVAL_MS}. */
const RECOVERY_MS = 15_000;
const NO_INTERVAL_MS = 10;
const MAX_ORIGINS = 1000;

/** The pacing of all origins; a write waits at most `writeWaitMs` in total for rate limits. */
export function createPacing(deps: { readonly writeWaitMs: number; readonly random: () => number }): Pacing {
  const paces = new LRUCache<string, Pace>({ max: MAX_ORIGINS });

  function paceOf(origin: string): Pace {
    const known = paces.get(origin);
    if (known) return known;
    const pace: Pace = { pausedUntil: 0, next: 0, intervalMs: 0, changed: 0, taken: [] };
    paces.set(origin, pace);
    return pace;
  }

  /** Waits until a write may be sent; true if it had to wait. */
  async function turn(
    pace: Pace,
    { context }: RegistryRequest,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    for (;;) {
      const now = performance.now();
      const at = Math.max(pace.next, pace.pausedUntil);
      if (at > now) {
        // Reserve a time before the wait, so that waiting writes are not all sent at once.
        pace.next = at + pace.intervalMs;
        await sleep(at - now, undefined, signal === undefined ? {} : { signal }).catch(() => {
          throw fail(context, 'aborted', 'ABORTED', 'the caller gave up');
        });
        // The pause may be longer now.
        if (pace.pausedUntil > performance.now()) continue;
        return true;
      }
      pace.next = now + pace.intervalMs;
      return false;
    }
  }

  return {
    async run(request, options, send) {
      const pace = paceOf(request.endpoint.origin);
      let waited = 0;
      for (let tries = 0; ; tries++) {
        if (await turn(pace, request, options?.signal)) await options?.afterWait?.();
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
  if (pace.intervalMs === 0 || now - pace.changed < RECOVERY_MS) return;
  pace.changed = now;
  pace.intervalMs = pace.intervalMs > NO_INTERVAL_MS ? pace.intervalMs / 2 : 0;
}

function slowDown(pace: Pace, wait: number): void {
  const now = performance.now();
  // Concurrent requests get their 429 together: lower the rate once for all of them.
  if (now >= pace.pausedUntil) {
    const rate = pace.taken.filter((at) => at > now - WINDOW_MS).length;
    const slower = Math.max(FIRST_INTERVAL_MS, pace.intervalMs * 2);
    const interval = rate >= ENOUGH ? Math.max(pace.intervalMs, (WINDOW_MS / rate) * MARGIN) : slower;
    pace.intervalMs = Math.min(SLOWEST_INTERVAL_MS, interval);
    pace.changed = now;
  }
  pace.pausedUntil = Math.max(pace.pausedUntil, now + wait);
  pace.next = Math.max(pace.next, pace.pausedUntil);
}
