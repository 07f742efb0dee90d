import { type SQL, sql } from 'drizzle-orm';
import { HOOK_KIND, HOOK_KINDS } from '#lib/hooks/hook-kind.ts';
import type { Database } from '../database/database.ts';

/** Kinds of senders that report every push to a registry, so that one report of it stands for all repositories. */
const WHOLE = HOOK_KIND.filter((kind) => HOOK_KINDS[kind].reports === 'registry');
/** A hook that was silent for as long may be broken. */
const ALIVE = sql.raw(`interval '1 day'`);

/**
 * Whether pushes of a tag `t` are reported: a hook that is heard has reported a push to its repository before, or to its
 * registry if that reports all.
 */
export function isCovered(now: Date): SQL {
  return sql`exists (select from hook_repositories reported join hooks hook on hook.id = reported.hook_id
    where reported.registry = t.registry
      and (reported.repository = t.repository or hook.kind = any(${sql.param(WHOLE)}::text[]))
      and not hook.disabled and hook.last_heard_at > ${now.toISOString()}::timestamptz - ${ALIVE})`;
}

/** Tags whose interval does not depend on hooks. */
const REGARDLESS = sql.raw(`t.tier = 'incomplete' or position('@' in t.reference) > 0`);

/** Marks tags for replanning when a hook starts or stops reporting them; forgets unused coverage. */
export async function replanCovered(db: Database, now: Date): Promise<void> {
  await db.execute(sql`
    with changed as materialized (
      select t.reference from tags t
      where not t.replan and t.by_hook <> ${isCovered(now)} and (${REGARDLESS}) is not true
      order by t.reference for update of t
    )
    update tags t set replan = true from changed where t.reference = changed.reference`);
  await db.execute(sql`
    delete from hook_repositories reported where not exists (
      select from tags t where t.registry = reported.registry and t.repository = reported.repository)`);
}
