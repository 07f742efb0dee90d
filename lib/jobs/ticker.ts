import type pg from 'pg';
import type { QuietLog } from './quiet-log.ts';

export interface Ticker {
  /** Ends it after the pass that is under way. */
  stop(): Promise<void>;
}

/**
 * Runs an act at once and again so many milliseconds after each end of it, by one process on the database at a time.
 * The lock is the database's and of one connection: a process that dies gives it free. `trouble` hears what the act
 * threw; it is run again all the same.
 */
export function startTicker(
  pool: pg.Pool,
  { lock, everyMs, act, log }: { lock: number; everyMs: number; act: () => Promise<void>; log: QuietLog },
): Ticker {
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

/** Runs an act where no other process does; does nothing otherwise. */
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
    // A connection that may still hold the lock is closed, which gives it free.
    client.release(failed);
  }
}
