import type pg from 'pg';

/** The database's time in this process. */
export interface DatabaseClock {
  readonly now: () => Date;
  /** Asks the database again; called now and then, since its clock may be set. */
  sync(): Promise<void>;
}

/** Less than this, in milliseconds, is how exact one look is: time then waits instead of running backwards. */
const EXACT_MS = 1000;

/**
 * One clock for all processes: the database's. Between two looks at it time passes by this machine's monotonic
 * clock, so that whoever sets the wall clock of a process changes nothing.
 */
export async function startDatabaseClock(pool: pg.Pool): Promise<DatabaseClock> {
  let offset = await askOffset(pool);
  let last = 0;
  return {
    now() {
      const time = performance.now() + offset;
      if (time < last && last - time < EXACT_MS) return new Date(last);
      last = time;
      return new Date(time);
    },
    async sync() {
      offset = await askOffset(pool);
    },
  };
}

/** Milliseconds between the start of this process and the database's epoch, by the middle of one query. */
async function askOffset(pool: pg.Pool): Promise<number> {
  const before = performance.now();
  const { rows } = await pool.query<{ ms: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  );
  const after = performance.now();
  const [row] = rows;
  if (row === undefined) throw new Error('the time of the database could not be read');
  return row.ms - (before + after) / 2;
}
