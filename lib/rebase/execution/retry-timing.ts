import { setTimeout as sleep } from 'node:timers/promises';

/** The time that an execution uses; a test may replace it. */
export interface Patience {
  /** Milliseconds from any origin. */
  now(): number;
  /** Rejects if the signal comes first. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Real time. */
export const REAL_TIME: Patience = {
  now: () => performance.now(),
  wait: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
};

const FIRST_MS = 100;
const LONGEST_MS = 5000;

/** Milliseconds before another try, the first of which is 0: each pause is twice the one before, up to 5 s. */
export function pauseBefore(tries: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** tries);
}
