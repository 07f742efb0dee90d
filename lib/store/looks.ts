import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/**
 * Takes the next numbers in the order of looks, lowest first. The database counts, across all processes and restarts:
 * what begins later has the greater number, though a clock jumps.
 */
export async function nextLooks(db: Database, count: number): Promise<number[]> {
  const { rows } = await db.execute<{ look: string }>(
    sql`select nextval('looks') as look from generate_series(1, ${count}) order by 1`,
  );
  return rows.map(({ look }) => Number(look));
}
