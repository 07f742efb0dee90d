import { and, count, eq, ne, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { savedFilters } from '../schema/filters.ts';

/** A filter that is kept under a name. */
export type SavedFilter = typeof savedFilters.$inferSelect;

/** All saved filters, by name without regard to letter case. */
export async function listSavedFilters(db: Database): Promise<SavedFilter[]> {
  return db.select().from(savedFilters).orderBy(sql`lower(${savedFilters.name})`);
}

/** Keeps others from saving filters until the transaction ends, so that limits and names hold. */
export async function lockSavedFilters(transaction: Database): Promise<void> {
  await transaction.execute(sql`lock table saved_filters in share row exclusive mode`);
}

/** How many filters are saved. */
export async function countSavedFilters(db: Database): Promise<number> {
  const [row] = await db.select({ count: count() }).from(savedFilters);
  return row?.count ?? 0;
}

/** True if another filter has this name; letter case makes no difference. */
export async function isFilterNameTaken(db: Database, name: string, except?: string): Promise<boolean> {
  const same = sql`lower(${savedFilters.name}) = lower(${name})`;
  const [row] = await db
    .select({ id: savedFilters.id })
    .from(savedFilters)
    .where(and(same, except === undefined ? undefined : ne(savedFilters.id, except)));
  return row !== undefined;
}

/** Saves a filter. */
export async function insertSavedFilter(db: Database, saved: Omit<SavedFilter, 'id'>): Promise<SavedFilter> {
  const [row] = await db.insert(savedFilters).values(saved).returning();
  if (row === undefined) throw new Error('the saved filter was not returned');
  return row;
}

/** Changes a saved filter; `undefined` if there is none with this id. */
export async function updateSavedFilter(
  db: Database,
  id: string,
  changes: { readonly name?: string | undefined; readonly filter?: string | undefined },
): Promise<SavedFilter | undefined> {
  const [row] = await db
    .update(savedFilters)
    .set({ id, ...changes })
    .where(eq(savedFilters.id, id))
    .returning();
  return row;
}

/** Deletes a saved filter; false if there is none with this id. */
export async function deleteSavedFilter(db: Database, id: string): Promise<boolean> {
  const rows = await db
    .delete(savedFilters)
    .where(eq(savedFilters.id, id))
    .returning({ id: savedFilters.id });
  return rows.length > 0;
}
