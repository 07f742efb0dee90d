import { and, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { rebases } from '../schema/rebases.ts';

/** The first key of the advisory locks of tags: nothing else locks by two keys. */
const TAG_LOCK = 1;

/** Makes whoever starts to move a tag, or to put it back, wait for others who do, until the transaction ends. */
export async function lockTag(transaction: Database, target: string): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${TAG_LOCK}, hashtext(${target}))`);
}

/** Whether a rollback of a tag has started and its result is not known at a time. */
export async function isBeingPutBack(transaction: Database, target: string, at: Date): Promise<boolean> {
  const open = and(isNotNull(rebases.rollBackBy), gt(rebases.recheckUntil, at));
  return (await transaction.$count(rebases, and(eq(rebases.target, target), open))) > 0;
}
