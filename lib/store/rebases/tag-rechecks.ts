import { asc, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { readableRows } from '../database/stored-json.ts';
import { rebases } from '../schema/rebases.ts';
import { readOpenRebase } from './rebases.ts';
import { parseStoredRebase, type StoredRebase } from './stored-rebase.ts';
import { lockTag } from './tag-lock.ts';

/** Rebases whose tag must be checked again, the longest waiting first; unreadable rows are left out. */
export async function readDoubts(db: Database, limit: number): Promise<StoredRebase[]> {
  const rows = await db
    .select()
    .from(rebases)
    .where(isNotNull(rebases.recheckUntil))
    .orderBy(asc(rebases.recheckUntil))
    .limit(limit);
  return readableRows(rows, parseStoredRebase);
}

/**
 * Stores that a rollback of a tag starts, who requested it, and until when its result is checked. Until then, no rebase
 * of the tag can be opened. Returns false if one is open: then nothing may be written.
 */
export async function noteRollBack(
  db: Database,
  { id, target }: Pick<StoredRebase, 'id' | 'target'>,
  by: { readonly actor: string; readonly reason: string | null },
  until: Date,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    await lockTag(transaction, target);
    if ((await readOpenRebase(transaction, target)) !== undefined) return false;
    await transaction.update(rebases).set({ rollBackBy: by, recheckUntil: until }).where(eq(rebases.id, id));
    return true;
  });
}

/** Stores that a rebase's tag no longer needs checks. */
export async function clearDoubt(db: Database, id: string): Promise<void> {
  await db.update(rebases).set({ rollBackBy: null, recheckUntil: null }).where(eq(rebases.id, id));
}
