import type { ChangeTimes } from '../judging/command-context.ts';

/** Collects changes, and waits for the time to post them. */
export interface Changes {
  /** Something changed. */
  note(): void;
  /** Waits for noted changes to be ready, for `withinMs` to pass, or for the signal. */
  next(withinMs: number): Promise<'changed' | 'due' | 'stopped'>;
}

/** Makes a collector of changes. */
export function createChanges({ quietMs, longestMs }: ChangeTimes, signal: AbortSignal): Changes {
  let first: number | undefined;
  let last = 0;
  let wake = () => {};
  signal.addEventListener('abort', () => wake(), { once: true });

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    note() {
      last = performance.now();
      if (first !== undefined) return;
      first = last;
      wake();
    },
    async next(withinMs) {
      const due = performance.now() + withinMs;
      while (!signal.aborted) {
        const ready = first === undefined ? due : Math.min(last + quietMs, first + longestMs);
        const left = ready - performance.now();
        if (left <= 0) {
          const isChanged = first !== undefined;
          first = undefined;
          return isChanged ? 'changed' : 'due';
        }
        await pause(left);
      }
      return 'stopped';
    },
  };
}
