import { and, eq, gt, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { tags } from '../schema/tags.ts';

/** A check of a tag that got an answer: what it resolved to, null if it did not exist. */
interface Answer {
  readonly tag: string;
  readonly digest: string | null;
  readonly at: Date;
  /** The check's number; absent for a declared history, which says nothing about now. */
  readonly look?: number;
}

/** A verdict is compared this long after a check by a scan saw a tag move: the scan itself judges most of them. */
const JUDGE_AFTER = sql.raw(`interval '10 seconds'`);
/** A tag whose registry did not answer is requested again this soon. */
const RETRY_AFTER = sql.raw(`interval '1 minute'`);
const IS_FREE = sql.raw('(t.claim is null or t.claimed_until < now())');

/**
 * Stores what checks of tags saw, whichever process made them, in the transaction that stores the observations. The next
 * check is due one interval later. The verdicts that depend on a tag that moved are due to be compared with it.
 */
export async function noteAnswers(transaction: Database, answers: readonly Answer[]): Promise<void> {
  const rows = answers.flatMap(({ tag, digest, at, look }) =>
    look === undefined ? [] : [{ tag, digest, at: at.toISOString(), look }],
  );
  if (rows.length === 0) return;
  await transaction.execute(sql`
    with seen as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as seen(tag text, digest text, at timestamptz(3), look bigint)
    ), locked as materialized (
      select t.reference from tags t join seen on seen.tag = t.reference
      where t.look <= seen.look order by t.reference for update of t
    )
    update tags t set digest = seen.digest, asked_at = greatest(t.asked_at, seen.at), look = seen.look, failures = 0,
      last_error = null, since = latest.first_seen,
      moved = exists (select from observations o where o.tag = t.reference and o.first_seen < latest.first_seen),
      judge_at = case when ${IS_FREE} and (t.look = 0 or t.digest is distinct from seen.digest)
        then coalesce(t.judge_at, now() + ${JUDGE_AFTER}) else t.judge_at end,
      next_check_at = case when ${IS_FREE} and not t.urgent
        then now() + t.interval_seconds * interval '1 second' else t.next_check_at end
    from locked join seen on seen.tag = locked.reference cross join lateral (
      select o.first_seen from observations o where o.tag = seen.tag order by o.first_seen desc limit 1
    ) latest
    where t.reference = locked.reference and t.look <= seen.look`);
}

/** A check of a tag that got no answer. */
export interface FailedCheck {
  readonly tag: string;
  readonly look: number;
  /** What the registry did, to follow its name. */
  readonly problem: string;
}

/** Stores checks of tags that got no answer. They are requested again soon, before any verdict that depends on them changes. */
export async function noteFailures(db: Database, failed: readonly FailedCheck[]): Promise<void> {
  if (failed.length === 0) return;
  await db.execute(sql`
    with failed as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(failed)}::jsonb) as failed(tag text, look bigint, problem text)
    ), locked as materialized (
      select t.reference from tags t join failed on failed.tag = t.reference
      where t.look <= failed.look order by t.reference for update of t
    )
    update tags t set failures = t.failures + 1, last_error = failed.problem,
      next_check_at = case when ${IS_FREE} and t.failures = 0
        then least(t.next_check_at, now() + ${RETRY_AFTER}) else t.next_check_at end
    from locked join failed on failed.tag = locked.reference
    where t.reference = locked.reference`);
}

/** Those of these tags whose last check got no answer. */
export async function readFailing(db: Database, references: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ reference: tags.reference })
    .from(tags)
    .where(and(gt(tags.failures, 0), sql`${tags.reference} = any(${sql.param([...references])}::text[])`));
  return new Set(rows.map(({ reference }) => reference));
}

/** The tags of a registry whose last check got no answer. */
export async function listFailing(db: Database, registry: string): Promise<string[]> {
  const isFailing = and(eq(tags.registry, registry), gt(tags.failures, 0));
  const rows = await db.select({ reference: tags.reference }).from(tags).where(isFailing);
  return rows.map(({ reference }) => reference);
}
