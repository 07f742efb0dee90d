// Looks after a test's own process while it does something that hostile content would make large.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What happened while it ran. */
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
/** Under this a server of one gigabyte goes on. */
export const MEMORY_LIMIT_MB = 700;

/** Does something, and watches what it does to everybody else. */
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
