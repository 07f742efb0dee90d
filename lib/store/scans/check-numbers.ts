import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';

/**
 * Takes the next check numbers, lowest first. The database counts them across processes and restarts: a later check has
 * a greater number, even if a clock jumps.
 */
export async function nextCheckNumbers(db: Database, count: number): Promise<number[]> {
  const { rows } = await db.execute<{ look: string }>(
    sql`select nextval('looks') as look from generate_series(1, ${count}) order by 1`,
  );
  return rows.map(({ look }) => Number(look));
}
