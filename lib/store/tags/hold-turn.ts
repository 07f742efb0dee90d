import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';

/** Runs `act` while no process claims tags of a registry. What is claimed already goes on. */
export async function holdTurn<T>(db: Database, registry: string, act: () => Promise<T>): Promise<T> {
  await db.execute(sql`insert into tag_turns (registry) values (${registry}) on conflict do nothing`);
  return db.transaction(async (holding) => {
    // Claims skip a turn that is locked.
    await holding.execute(sql`select from tag_turns where registry = ${registry} for update`);
    return act();
  });
}
