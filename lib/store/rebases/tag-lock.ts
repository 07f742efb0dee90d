import { and, desc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { ADVISORY_LOCK } from '../database/advisory-locks.ts';
import type { Database } from '../database/database.ts';
import { rebases } from '../schema/rebases.ts';

/** Locks a tag until the transaction ends, so that a rebase and a rollback of it do not start at the same time. */
export async function lockTag(transaction: Database, target: string): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCK.tag}, hashtext(${target}))`);
}

/**
 * Until when a rollback of a tag keeps rebases of it from starting: it has started and, at this time, its result is not
 * known. `undefined` if there is none.
 */
export async function readRollBackEnd(db: Database, target: string, at: Date): Promise<Date | undefined> {
  const open = and(isNotNull(rebases.rollBackBy), gt(rebases.recheckUntil, at));
  const [last] = await db
    .select({ until: rebases.recheckUntil })
    .from(rebases)
    .where(and(eq(rebases.target, target), open))
    .orderBy(desc(rebases.recheckUntil))
    .limit(1);
  return last?.until ?? undefined;
}
