import { and, eq, lte, ne, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { sources } from '../schema/sources.ts';

/** A source as it is stored, without what it mentions. */
export type StoredSource = typeof sources.$inferSelect;

/** All sources, by name. */
export async function listSources(db: Database): Promise<StoredSource[]> {
  return db.select().from(sources).orderBy(sources.name);
}

/** One source, or `undefined`. */
export async function readSource(db: Database, id: string): Promise<StoredSource | undefined> {
  const [row] = await db.select().from(sources).where(eq(sources.id, id));
  return row;
}

/** One source, locked until the transaction ends; `undefined` if there is none. */
export async function lockSource(transaction: Database, id: string): Promise<StoredSource | undefined> {
  const [row] = await transaction.select().from(sources).where(eq(sources.id, id)).for('update');
  return row;
}

/** Stores a source; `undefined` if another one has its name. */
export async function insertSource(
  transaction: Database,
  source: typeof sources.$inferInsert,
): Promise<StoredSource | undefined> {
  const [row] = await transaction.insert(sources).values(source).onConflictDoNothing().returning();
  return row;
}

/** Whether another source has a name. */
export async function isSourceName(db: Database, name: string, except: string): Promise<boolean> {
  const rows = await db
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.name, name), ne(sources.id, except)));
  return rows.length > 0;
}

/** Changes columns of a source. */
export async function updateSource(
  transaction: Database,
  id: string,
  columns: Partial<typeof sources.$inferInsert>,
): Promise<StoredSource | undefined> {
  const [row] = await transaction.update(sources).set(columns).where(eq(sources.id, id)).returning();
  return row;
}

/** Marks the sources that are silent at a time, and returns those that were not marked before. */
export async function markSilent(
  db: Database,
  now: Date,
): Promise<{ readonly id: string; readonly name: string }[]> {
  return db
    .update(sources)
    .set({ state: 'failing' })
    .where(and(lte(sources.silentAt, now), eq(sources.state, 'ok')))
    .returning({ id: sources.id, name: sources.name });
}

/** Removes a source with what it mentions and its listings. */
export async function deleteSource(transaction: Database, id: string): Promise<void> {
  await transaction.delete(sources).where(eq(sources.id, id));
}

/** How many sources there are. */
export async function countSources(db: Database): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`select count(*)::int as count from sources`);
  return rows[0]?.count ?? 0;
}
