import { desc, lt } from 'drizzle-orm';
import { CursorError } from '../database/cursor.ts';
import type { Database } from '../database/database.ts';
import { accessAudit } from '../schema/access.ts';

export type AccessEntry = typeof accessAudit.$inferSelect;

/** Writes into the record of access; what is written stays. */
export async function recordAccess(
  db: Pick<Database, 'insert'>,
  entry: Omit<AccessEntry, 'id'>,
): Promise<void> {
  await db.insert(accessAudit).values(entry);
}

/** A page of the record of access, newest first; the cursor is the last entry's id. Throws `CursorError`. */
export async function listAccess(
  db: Database,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: AccessEntry[]; nextCursor: string | null }> {
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw new CursorError();
  const rows = await db
    .select()
    .from(accessAudit)
    .where(cursor === undefined ? undefined : lt(accessAudit.id, BigInt(cursor)))
    .orderBy(desc(accessAudit.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? String(last.id) : null };
}
