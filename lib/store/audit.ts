import { and, desc, eq, gt, ilike, inArray, lt } from 'drizzle-orm';
import { CursorError } from './cursor.ts';
import type { Database } from './database.ts';
import { escapeLike, type StoredRebase } from './rebases.ts';
import { images } from './schema/images.ts';
import { audit, rebases } from './schema/rebases.ts';

export type AuditEntry = typeof audit.$inferSelect;

/**
 * Ends a rebase that moved its tag, and records the move: both or neither, once, however often its job ran.
 * False where it was over already.
 */
export async function endMoved(
  db: Database,
  rebase: StoredRebase,
  end: Pick<StoredRebase, 'steps' | 'finishedAt'>,
  at: Date,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const ended = await transaction
      .update(rebases)
      .set({ ...end, state: 'succeeded', error: null })
      .where(and(eq(rebases.id, rebase.id), inArray(rebases.state, ['queued', 'running'])))
      .returning({ id: rebases.id });
    if (ended.length === 0) return false;
    await transaction
      .insert(audit)
      .values(entry(rebase, rebase.kind, at))
      .onConflictDoNothing();
    return true;
  });
}

/** Records that a rebase was taken back; false where it was already. */
export async function endRolledBack(
  db: Database,
  rebase: StoredRebase,
  by: { readonly actor: string; readonly reason: string | null },
  at: Date,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const changed = await transaction
      .update(rebases)
      .set({ state: 'rolled-back' })
      .where(and(eq(rebases.id, rebase.id), eq(rebases.state, 'succeeded')))
      .returning({ id: rebases.id });
    if (changed.length === 0) return false;
    const back = { ...rebase, ...by, fromDigest: rebase.toDigest, toDigest: rebase.fromDigest };
    await transaction
      .insert(audit)
      .values(entry(back, 'roll-back', at))
      .onConflictDoNothing();
    return true;
  });
}

/** Tracked tags that were moved between two times and not checked since. */
export async function readUncheckedMoves(db: Database, from: Date, to: Date): Promise<string[]> {
  const rows = await db
    .selectDistinct({ target: audit.target })
    .from(audit)
    .innerJoin(images, eq(images.reference, audit.target))
    .where(and(gt(audit.at, from), lt(audit.at, to), lt(images.checkedAt, audit.at)));
  return rows.map(({ target }) => target);
}

function entry(rebase: StoredRebase, action: AuditEntry['action'], at: Date) {
  const { actor, target, fromDigest, toDigest, reason } = rebase;
  return { at, actor, action, target, fromDigest, toDigest, reason, rebaseId: rebase.id };
}

/** A page of the moves of tags, newest first; the cursor is the last entry's id. Throws `CursorError`. */
export async function listAudit(
  db: Database,
  {
    text,
    limit,
    cursor,
  }: { readonly text: string | undefined; readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw new CursorError();
  const rows = await db
    .select()
    .from(audit)
    .where(
      and(
        text === undefined ? undefined : ilike(audit.target, `%${escapeLike(text)}%`),
        cursor === undefined ? undefined : lt(audit.id, BigInt(cursor)),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? String(last.id) : null };
}
