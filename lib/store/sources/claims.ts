import { and, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { ADVISORY_LOCK } from '../database/advisory-locks.ts';
import type { Database } from '../database/database.ts';
import { sources } from '../schema/sources.ts';
import type { StoredSource } from './sources.ts';

/** A source that this process lists. */
export interface Claim {
  readonly source: StoredSource;
  /** The id of the run: another run has another one. */
  readonly attempt: string;
}

/** Another run has taken over the listing of a source, or the source was removed: nothing more may be written. */
export class LostClaimError extends Error {
  override name = 'LostClaimError';
}

/** Waits until no other process changes what sources mention or which are listed; until the transaction ends. */
export async function lockSources(transaction: Database): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCK.sources})`);
}

/** The ids of the sources that may be listed at a time, those that waited longest first. */
export async function dueSources(db: Database, now: Date): Promise<string[]> {
  const rows = await db
    .select({ id: sources.id })
    .from(sources)
    .where(and(isNotNull(sources.nextAt), lte(sources.nextAt, now), isFree(now)))
    .orderBy(sources.nextAt, sources.id);
  return rows.map(({ id }) => id);
}

/**
 * Claims a source for a listing, if it is due, nobody lists it, and no other source of its host is being listed. The hour of
 * its budget begins anew if it is over.
 */
export async function claimSource(
  db: Database,
  id: string,
  { now, until, hour }: { readonly now: Date; readonly until: Date; readonly hour: number },
): Promise<Claim | undefined> {
  return db.transaction(async (transaction) => {
    await lockSources(transaction);
    const hourAgo = new Date(now.getTime() - hour).toISOString();
    const isOver = sql`(requests_since is null or requests_since <= ${hourAgo}::timestamptz)`;
    const [source] = await transaction
      .update(sources)
      .set({
        attempt: sql`gen_random_uuid()`,
        leasedUntil: until,
        state: 'listing',
        requests: sql`case when ${isOver} then 0 else requests end`,
        requestsSince: sql`case when ${isOver} then ${now.toISOString()}::timestamptz else requests_since end`,
      })
      .where(
        and(
          eq(sources.id, id),
          lte(sources.nextAt, now),
          isFree(now),
          sql`not exists (select from sources other where other.host = ${sources.host} and other.id <> ${sources.id}
            and other.leased_until > ${now.toISOString()}::timestamptz)`,
        ),
      )
      .returning();
    return source?.attempt ? { source, attempt: source.attempt } : undefined;
  });
}

/** Keeps a claim until a time, and counts requests. Throws {@link LostClaimError}. */
export async function renewClaim(
  db: Database,
  { source, attempt }: Claim,
  { until, requests = 0 }: { readonly until: Date; readonly requests?: number },
): Promise<void> {
  const rows = await db
    .update(sources)
    .set({ leasedUntil: until, requests: sql`requests + ${requests}` })
    .where(and(eq(sources.id, source.id), eq(sources.attempt, attempt)))
    .returning({ id: sources.id });
  if (rows.length === 0) throw new LostClaimError(`${source.name} is listed by another run`);
}

function isFree(now: Date) {
  return sql`(leased_until is null or leased_until <= ${now.toISOString()}::timestamptz)`;
}
