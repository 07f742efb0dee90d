// Watches a test's own process while it handles hostile content.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What was measured while it ran. */
export interface Load<T> {
  readonly result: T;
  /** Megabytes of memory beside what the process had before, at the most. */
  readonly grownMb: number;
  /** Milliseconds for which nothing else could run, at the most. */
  readonly longestPauseMs: number;
}

const MB = 1024 * 1024;

/** Hostile work may block others for as long on a machine that is busy; what hangs blocks them for minutes. */
export const PAUSE_LIMIT_MS = 20_000;
/** A server with one gigabyte survives this. */
export const MEMORY_LIMIT_MB = 700;

/** Runs something and measures what it does to the process. */
export async function watched<T>(act: () => Promise<T>): Promise<Load<T>> {
  const before = process.memoryUsage().rss;
  let most = before;
  const sample = () => {
    most = Math.max(most, process.memoryUsage().rss);
  };
  const delays = monitorEventLoopDelay({ resolution: 10 });
  delays.enable();
  const timer = setInterval(sample, 20);
  try {
    const result = await act();
    sample();
    return { result, grownMb: (most - before) / MB, longestPauseMs: delays.max / 1e6 };
  } finally {
    clearInterval(timer);
    delays.disable();
  }
}
