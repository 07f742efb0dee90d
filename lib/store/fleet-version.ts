import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Says that the fleet or a verdict changed. Call it after the change is committed. */
export async function bumpFleetVersion(db: Database): Promise<void> {
  await db.execute(sql`select nextval('fleet_version')`);
}

/** A number that is another one after every change of the fleet; read it before what it stands for. */
export async function readFleetVersion(db: Database): Promise<string> {
  const { rows } = await db.execute<{ version: string }>(
    sql`select last_value || '.' || is_called as version from fleet_version`,
  );
  return rows[0]?.version ?? '';
}
