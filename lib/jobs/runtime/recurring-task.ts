import type pg from 'pg';
import type { ThrottledLog } from '../logging/throttled-log.ts';

export interface RecurringTask {
  /** Stops it after the running pass. */
  stop(): Promise<void>;
}

/**
 * Runs a task at once, and again this many milliseconds after it ends, in one process of the database at a time. The
 * lock belongs to a database connection: a process that dies releases it. An error of the task is logged, and the task
 * runs again.
 */
export function startRecurringTask(
  pool: pg.Pool,
  { lock, everyMs, act, log }: { lock: number; everyMs: number; act: () => Promise<void>; log: ThrottledLog },
): RecurringTask {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const pass = async () => {
    await underLock(pool, lock, act).catch((error: unknown) => {
      if (!stopped) log.error(error, 'a recurring task failed');
    });
    if (!stopped) timer = setTimeout(begin, everyMs).unref();
  };
  const begin = () => {
    running = pass();
  };
  begin();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Runs a task unless another process is running it. */
async function underLock(pool: pg.Pool, lock: number, act: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let failed = true;
  try {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      lock,
    ]);
    if (rows[0]?.taken === true) {
      try {
        await act();
      } finally {
        await client.query('select pg_advisory_unlock($1)', [lock]);
      }
    }
    failed = false;
  } finally {
    // Close a connection that may still hold the lock, which releases it.
    client.release(failed);
  }
}
