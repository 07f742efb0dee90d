import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';

/** A tag that a batch works on. */
export interface ClaimedTag {
  readonly reference: string;
  /** It is to be requested; false if only the verdicts that depend on it are to be compared with it. */
  readonly isDue: boolean;
  /** When it was to be requested; null for never. */
  readonly nextCheckAt: Date | null;
  /** Checks in a row that got no answer, so far. */
  readonly failures: number;
  /** How often it was claimed since a batch with it was finished, this time included. */
  readonly attempts: number;
}

/** How batches are claimed. */
export interface ClaimOptions {
  /** The new batch's id. */
  readonly claim: string;
  /** Tags in a batch. */
  readonly limit: number;
  /** Batches of one registry at a time, in all processes; tags that somebody waits for may have one more. */
  readonly perRegistry: number;
  /** The claim is over after this, in seconds, unless it is extended: a process that dies gives its tags back. */
  readonly leaseSeconds: number;
}

/** Not another's. No claim lasts ten minutes: one that seems to is older than a correction of the database's clock. */
const IS_FREE = sql.raw(
  `(t.claim is null or t.claimed_until < now() or t.claimed_until > now() + interval '10 minutes')`,
);
const IS_DUE = sql.raw('t.next_check_at <= now()');
/** Somebody waits for it, but it is claimed only to compare verdicts with it: it is requested later. */
const IS_WAITING = sql.raw('(t.urgent and not coalesce(picked.is_due, false))');
/** It limits requests. That it does not answer may be one process's fault, and so may be a time that is too far ahead. */
const IS_PAUSED = sql.raw(`r.state = 'rate-limited' and r.paused_until > now()
  and r.paused_until <= now() + interval '1 hour'`);
const IS_BEHIND = sql.raw('t.judge_at <= now() and (t.next_check_at is null or t.next_check_at > now())');

/**
 * Claims a batch of due tags of one registry, by the database's clock: those that somebody waits for first. The registry
 * whose last batch was claimed longest ago is next, so one with many tags does not hold up the others. One whose requests
 * are paused is left out until its pause is over. No tag is in two batches. Returns none if nothing is due.
 */
export async function claimTags(db: Database, options: ClaimOptions): Promise<ClaimedTag[]> {
  const { claim, limit, perRegistry, leaseSeconds } = options;
  return db.transaction(async (transaction) => {
    const { rows: turns } = await transaction.execute<{ registry: string }>(sql`
      select turn.registry from tag_turns turn cross join lateral (
        select ${someTag(sql`t.urgent and ${IS_DUE}`)} as urgent,
          ${someTag(IS_DUE)} or ${someTag(IS_BEHIND)} as due,
          (select count(distinct t.claim) from tags t where t.registry = turn.registry
            and t.claim is not null and t.claimed_until >= now()) as batches
      ) state
      where state.due and state.batches < ${perRegistry} + state.urgent::int
        and not exists (select from registries r where r.host = turn.registry and ${IS_PAUSED})
      order by state.urgent desc, turn.claimed_at nulls first, turn.registry
      limit 1 for update of turn skip locked`);
    const [turn] = turns;
    if (turn === undefined) return [];
    await transaction.execute(
      sql`update tag_turns set claimed_at = clock_timestamp() where registry = ${turn.registry}`,
    );
    const some = (condition: SQL, order: string) => sql`
      select t.reference, t.next_check_at, ${IS_DUE} as is_due from tags t
      where t.registry = ${turn.registry} and ${IS_FREE} and ${condition}
      order by ${sql.raw(order)} limit ${limit} for update of t skip locked`;
    const { rows } = await transaction.execute<StoredClaim>(sql`
      with hurried as materialized (${some(sql`t.urgent and ${IS_DUE}`, 't.next_check_at')}),
      behind as materialized (${some(IS_BEHIND, 't.judge_at')}),
      due as materialized (${some(sql`not t.urgent and ${IS_DUE}`, 't.next_check_at')}),
      picked as (
        select *, 0 as place from hurried union all select *, 1 from behind union all select *, 2 from due
        order by place limit ${limit}
      )
      update tags t set claim = ${claim}, claimed_until = now() + ${leaseSeconds} * interval '1 second', judge_at = null,
        next_check_at = case when ${IS_WAITING} then t.next_check_at
          else now() + ${leaseSeconds} * interval '1 second' end,
        urgent = ${IS_WAITING}, hastened_at = case when t.urgent and picked.is_due then now() else t.hastened_at end,
        attempts = t.attempts + 1
      from picked where picked.reference = t.reference
      returning t.reference, coalesce(picked.is_due, false) as "isDue", picked.next_check_at as "nextCheckAt", t.failures,
        t.attempts`);
    return rows.map((row) => ({
      ...row,
      nextCheckAt: row.nextCheckAt === null ? null : new Date(row.nextCheckAt),
    }));
  });
}

interface StoredClaim extends Record<string, unknown>, Omit<ClaimedTag, 'nextCheckAt'> {
  readonly nextCheckAt: string | null;
}

function someTag(condition: SQL): SQL {
  return sql`exists (select from tags t where t.registry = turn.registry and ${condition} and ${IS_FREE})`;
}

/** Keeps a batch. False if it is over: its tags may be another's by now. */
export async function extendClaim(db: Database, claim: string, leaseSeconds: number): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    with locked as materialized (${lockClaimed(claim)})
    update tags t set claimed_until = now() + ${leaseSeconds} * interval '1 second',
      next_check_at = case when t.urgent then t.next_check_at else now() + ${leaseSeconds} * interval '1 second' end
    from locked where t.reference = locked.reference`);
  return (rowCount ?? 0) > 0;
}

/** Gives a batch back that was not finished, to be taken again after some seconds. */
export async function releaseClaim(db: Database, claim: string, afterSeconds: number): Promise<void> {
  await db.execute(sql`
    with locked as materialized (${lockClaimed(claim)})
    update tags t set claim = null, claimed_until = null, attempts = 0,
      next_check_at = least(case when t.urgent then t.next_check_at end, now() + ${afterSeconds} * interval '1 second')
    from locked where t.reference = locked.reference`);
}

/** Locks the tags of a batch, in the order in which everybody locks tags: no two wait for each other. */
function lockClaimed(claim: string): SQL {
  return sql`select t.reference from tags t where t.claim = ${claim} order by t.reference for update of t`;
}

/**
 * Makes tags due that are to be requested much later than their interval says: the database's clock was ahead when they were
 * planned, and was set back.
 */
export async function dueAgain(db: Database): Promise<void> {
  await db.execute(sql`
    with late as materialized (
      select t.reference from tags t
      where t.next_check_at > now() + t.interval_seconds * interval '1.2 seconds' + interval '1 hour'
      order by t.reference for update of t
    )
    update tags t set next_check_at = date_trunc('milliseconds', now()) from late where t.reference = late.reference`);
}
