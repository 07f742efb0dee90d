import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { isCovered } from './hook-coverage.ts';

/** What decides how often a tag is requested. */
export interface StoredTagFacts {
  readonly reference: string;
  /** Images depend on it whose own tag it is not. */
  readonly isBase: boolean;
  /** The last check of the image with this tag was not complete, or there was none. */
  readonly isIncomplete: boolean;
  /** Since when it resolves to what it does; null before its first check. */
  readonly since: Date | null;
  /** Checks in a row that got no answer. */
  readonly failures: number;
  /** A hook reports its pushes. */
  readonly coveredByHook: boolean;
}

/** How often a tag is requested from now on. */
export interface StoredTagPlan {
  readonly reference: string;
  readonly tier: string;
  /** Null for never. */
  readonly seconds: number | null;
  /** Less often than otherwise, because a hook reports its pushes. */
  readonly byHook: boolean;
}

/** The spread of checks over a part of the interval, so that registries see no burst. */
const SPREAD = sql.raw('(1 + 0.1 * random())');

/** What decides how often these tags are requested. */
export async function readTagFacts(
  db: Database,
  references: readonly string[],
  now: Date,
): Promise<StoredTagFacts[]> {
  if (references.length === 0) return [];
  const { rows } = await db.execute<Omit<StoredTagFacts, 'since'> & { since: string | null }>(sql`
    select t.reference, t.since, t.failures,
      exists (select from verdict_inputs input where input.tag = t.reference and not input.own) as "isBase",
      exists (select from verdict_inputs input join images on images.id = input.image_id
        where images.reference = t.reference and input.tag = t.reference and not input.complete) as "isIncomplete",
      ${isCovered(now)} as "coveredByHook"
    from tags t where t.reference = any(${sql.param([...references])}::text[])`);
  return rows.map((row) => ({ ...row, since: row.since === null ? null : new Date(row.since) }));
}

/** Tags whose interval has to be decided, at most `limit`. */
export async function findUnplanned(db: Database, limit: number): Promise<string[]> {
  const { rows } = await db.execute<{ reference: string }>(
    sql`select reference from tags where replan order by reference limit ${limit}`,
  );
  return rows.map(({ reference }) => reference);
}

/** Stores intervals, from the last check on. Tags that are claimed or that somebody waits for keep their time. */
export async function savePlans(db: Database, plans: readonly StoredTagPlan[]): Promise<void> {
  if (plans.length === 0) return;
  await db.execute(sql`
    with plan as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(plans)}::jsonb) as plan(reference text, tier text, seconds float8,
        "byHook" boolean)
    ), locked as materialized (
      select t.reference from tags t join plan on plan.reference = t.reference order by t.reference for update of t
    )
    update tags t set replan = false, tier = plan.tier, by_hook = plan."byHook",
      interval_seconds = coalesce(plan.seconds, t.interval_seconds),
      next_check_at = case when t.claim is not null or t.urgent then t.next_check_at
        when t.failures > 0 then least(t.next_check_at, now() + plan.seconds * interval '1 second')
        else coalesce(least(t.asked_at, now()), now()) + plan.seconds * interval '1 second' * ${SPREAD} end
    from locked join plan on plan.reference = locked.reference where t.reference = locked.reference`);
}

/** The end of a batch for one of its tags. */
export interface FinishedTag extends StoredTagPlan {
  /** It is requested then, or earlier by its interval. Of a tag that was only compared. */
  readonly until: Date | null;
  /** It is requested again after this, in seconds, because it had no answer. */
  readonly retrySeconds: number | null;
}

/**
 * Ends a batch: stores the intervals, from now on. If a verdict still differs from a tag that it depends on, it is
 * compared again later. What somebody asked for meanwhile stays. Tags that are another's by now are left alone.
 */
export async function finishClaim(
  db: Database,
  claim: string,
  finished: readonly FinishedTag[],
): Promise<void> {
  const rows = JSON.stringify(
    finished.map(({ until, ...each }) => ({ ...each, until: until?.toISOString() ?? null })),
  );
  await db.execute(sql`
    with finished as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as finished(reference text, tier text, seconds float8,
        "byHook" boolean, until timestamptz, "retrySeconds" float8)
    ), locked as materialized (
      select t.reference from tags t join finished on finished.reference = t.reference
      where t.claim = ${claim} order by t.reference for update of t
    )
    update tags t set claim = null, claimed_until = null, attempts = 0, replan = false, tier = finished.tier,
      by_hook = finished."byHook",
      interval_seconds = coalesce(finished.seconds, t.interval_seconds),
      next_check_at = case when t.urgent then t.next_check_at
        when finished."retrySeconds" is not null then now() + finished."retrySeconds" * interval '1 second' * ${SPREAD}
        when finished.seconds is null then null
        else least(finished.until, now() + finished.seconds * interval '1 second' * ${SPREAD}) end
    from locked join finished on finished.reference = locked.reference where t.reference = locked.reference`);
  // After the claim is over: from now on, whoever sees a tag move has its verdicts compared.
  await db.execute(sql`
    with locked as materialized (
      select t.reference from tags t
      where t.reference = any(${sql.param(finished.map(({ reference }) => reference))}::text[])
      order by t.reference for update of t
    )
    update tags t set judge_at = coalesce(t.judge_at, now() + interval '1 minute')
    from locked where t.reference = locked.reference and t.claim is null
      and t.judge_at is null and t.look > 0 and exists (
        select from verdict_inputs input
        where input.tag = t.reference and input.complete and input.digest is distinct from t.digest)`);
}
