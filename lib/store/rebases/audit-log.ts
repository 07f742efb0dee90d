import { and, desc, eq, gt, gte, ilike, inArray, isNotNull, lt } from 'drizzle-orm';
import type { Digest } from '#lib/oci/digest.ts';
import { OPEN_REBASE_STATE } from '#lib/rebase/states.ts';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { escapeLike } from '../database/like-pattern.ts';
import { images } from '../schema/images.ts';
import { audit, rebases } from '../schema/rebases.ts';
import type { StoredRebase } from './stored-rebase.ts';

export type AuditEntry = typeof audit.$inferSelect;

/**
 * Finishes a rebase that moved its tag and records the move, in one transaction and only once, however often its job
 * ran. The state is `conflict` if somebody moved the tag again. Returns false if it had finished already.
 */
export async function endMoved(
  db: Database,
  rebase: StoredRebase,
  end: Pick<StoredRebase, 'steps' | 'finishedAt'> &
    Partial<Pick<StoredRebase, 'error'>> & { readonly state?: 'succeeded' | 'conflict' },
  at: Date,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const ended = await transaction
      .update(rebases)
      .set({ state: 'succeeded', error: null, ...end })
      .where(and(eq(rebases.id, rebase.id), inArray(rebases.state, OPEN_REBASE_STATE)))
      .returning({ id: rebases.id });
    if (ended.length === 0) return false;
    await transaction
      .insert(audit)
      .values(entry(rebase, rebase.kind, { from: rebase.targetDigest, to: rebase.toDigest }, at))
      .onConflictDoNothing();
    return true;
  });
}

/** Records that a rebase was rolled back; false if it was already. */
export async function endRolledBack(
  db: Database,
  rebase: StoredRebase,
  by: { readonly actor: string; readonly reason: string | null },
  at: Date,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const changed = await transaction
      .update(rebases)
      .set({ state: 'rolled-back', recheckUntil: null, rollBackBy: null })
      .where(and(eq(rebases.id, rebase.id), eq(rebases.state, 'succeeded')))
      .returning({ id: rebases.id });
    if (changed.length === 0) return false;
    const moved = { from: rebase.toDigest, to: rebase.targetDigest };
    await transaction
      .insert(audit)
      .values(entry({ ...rebase, ...by }, 'roll-back', moved, at))
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

/**
 * Records a move that was noticed after its rebase had failed: the tag has the pushed digest. Returns false if that is
 * known already, or another recorded move explains it.
 */
export async function settleMoved(
  db: Database,
  rebase: StoredRebase,
  steps: StoredRebase['steps'],
  at: Date,
): Promise<boolean> {
  return db.transaction(async (transaction) => {
    const [last] = await transaction
      .select({ toDigest: audit.toDigest })
      .from(audit)
      .where(and(eq(audit.target, rebase.target), gte(audit.at, rebase.createdAt)))
      .orderBy(desc(audit.id))
      .limit(1);
    if (last?.toDigest === rebase.toDigest) return false;
    const targetDigest = last === undefined ? rebase.targetDigest : last.toDigest;
    const settled = await transaction
      .update(rebases)
      .set({ state: 'succeeded', error: null, steps, targetDigest, recheckUntil: null })
      .where(and(eq(rebases.id, rebase.id), eq(rebases.state, 'failed'), isNotNull(rebases.recheckUntil)))
      .returning({ id: rebases.id });
    if (settled.length === 0) return false;
    await transaction
      .insert(audit)
      .values(entry(rebase, rebase.kind, { from: targetDigest, to: rebase.toDigest }, at))
      .onConflictDoNothing();
    return true;
  });
}

/** `moved` contains the tag's digests before and after. */
function entry(
  { id, actor, target, reason }: StoredRebase,
  action: AuditEntry['action'],
  moved: { readonly from: Digest | null; readonly to: Digest | null },
  at: Date,
) {
  return { at, actor, action, target, fromDigest: moved.from, toDigest: moved.to, reason, rebaseId: id };
}

const NEWEST_FIRST = keyset<AuditEntry>('audit', [{ by: audit.id, type: 'bigint' }], ({ id }) => [
  String(id),
]);

/** A page of the audit log of moved tags, newest first. `text` is part of the target's name. Throws `CursorError`. */
export async function listAudit(
  db: Database,
  { text, limit, cursor }: PageRequest & { readonly text: string | undefined },
): Promise<Page<AuditEntry>> {
  const rows = await db
    .select()
    .from(audit)
    .where(
      and(
        text === undefined ? undefined : ilike(audit.target, `%${escapeLike(text)}%`),
        NEWEST_FIRST.after(cursor),
      ),
    )
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  return NEWEST_FIRST.page(rows, limit);
}
