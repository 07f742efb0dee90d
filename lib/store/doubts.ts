import { asc, eq, isNotNull } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { StoredRebase } from './rebases.ts';
import { rebases } from './schema/rebases.ts';

/** Rebases whose tag has to be looked at again, the longest waiting first. */
export async function readDoubts(db: Database, limit: number): Promise<StoredRebase[]> {
  return db
    .select()
    .from(rebases)
    .where(isNotNull(rebases.recheckUntil))
    .orderBy(asc(rebases.recheckUntil))
    .limit(limit);
}

/** Notes that a tag is about to be put back: who asked for it, and until when its end is looked for. */
export async function noteRollBack(
  db: Database,
  id: string,
  by: { readonly actor: string; readonly reason: string | null },
  until: Date,
): Promise<void> {
  await db.update(rebases).set({ rollBackBy: by, recheckUntil: until }).where(eq(rebases.id, id));
}

/** Notes that nothing more is expected of a rebase's tag. */
export async function clearDoubt(db: Database, id: string): Promise<void> {
  await db.update(rebases).set({ rollBackBy: null, recheckUntil: null }).where(eq(rebases.id, id));
}
