import type pg from 'pg';

/** The database's clock, read by this process. */
export interface DatabaseClock {
  readonly now: () => Date;
  /** Reads the database's clock again; called now and then, because that clock may be set. */
  sync(): Promise<void>;
}

/** The error of one reading, in milliseconds. Within it the clock pauses instead of going backwards. */
const EXACT_MS = 1000;

/**
 * One clock for all processes: the database's. Between two readings, time passes by this machine's monotonic clock, so
 * setting a machine's wall clock changes nothing.
 */
export async function startDatabaseClock(pool: pg.Pool): Promise<DatabaseClock> {
  let offset = await readOffset(pool);
  let last = 0;
  return {
    now() {
      const time = performance.now() + offset;
      if (time < last && last - time < EXACT_MS) return new Date(last);
      last = time;
      return new Date(time);
    },
    async sync() {
      offset = await readOffset(pool);
    },
  };
}

/** Milliseconds between the start of this process and the database's epoch, by the middle of one query. */
async function readOffset(pool: pg.Pool): Promise<number> {
  const before = performance.now();
  const { rows } = await pool.query<{ ms: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  );
  const after = performance.now();
  const [row] = rows;
  if (row === undefined) throw new Error('the time of the database could not be read');
  return row.ms - (before + after) / 2;
}
