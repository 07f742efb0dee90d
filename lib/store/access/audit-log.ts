import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { accessAudit } from '../schema/access.ts';

/** An entry of the access audit log: who changed which right, when. */
export type AccessEntry = typeof accessAudit.$inferSelect;

/** Adds an entry to the access audit log, which is append-only. */
export async function recordAccess(
  db: Pick<Database, 'insert'>,
  entry: Omit<AccessEntry, 'id'>,
): Promise<void> {
  await db.insert(accessAudit).values(entry);
}

const NEWEST_FIRST = keyset<AccessEntry>(
  'access-audit',
  [{ by: accessAudit.id, type: 'bigint' }],
  ({ id }) => [String(id)],
);

/** A page of the access audit log, newest first. Throws `CursorError`. */
export async function listAccess(db: Database, { limit, cursor }: PageRequest): Promise<Page<AccessEntry>> {
  const rows = await db
    .select()
    .from(accessAudit)
    .where(NEWEST_FIRST.after(cursor))
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  return NEWEST_FIRST.page(rows, limit);
}
