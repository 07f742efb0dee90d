import { sql } from 'drizzle-orm';
import type { Hint } from '#lib/hooks/hint.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from '../database/database.ts';

/** A tag is checked at most once in this time, however many calls come. */
const LOOK_EVERY = sql.raw(`interval '10 seconds'`);
/** A call after a look waits this long for others: pushes of one image come in bursts. */
const SETTLE = sql.raw(`interval '5 seconds'`);

/** The name that stands for a hint: `registry/repository:tag`, or without a tag. */
export function hintName({
  registry,
  repository,
  tag,
}: Pick<Hint, 'registry' | 'repository' | 'tag'>): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}`;
}

/**
 * Notes that tags may have moved. The first hint at a tag is due at once, further ones some seconds later. Returns when the first of them
 * is due that was not due by then already; null if there is none.
 */
export async function noteHints(db: Database, hints: readonly Hint[], at: Date): Promise<Date | null> {
  const rows = JSON.stringify(hints.map((hint) => ({ ...hint, tag: hint.tag ?? '' })));
  const now = sql`${at.toISOString()}::timestamptz`;
  const { rows: due } = await db.execute<{ at: string | null }>(sql`
    with given as (
      select registry, repository, tag,
        case when count(*) = count(digest) and min(digest) = max(digest) then min(digest) end as digest
      from jsonb_to_recordset(${rows}::jsonb) as given(registry text, repository text, tag text, digest text)
      group by registry, repository, tag
    ), noted as (
      insert into hinted_tags as old (registry, repository, tag, due_at, digest, hinted_at)
      select registry, repository, tag, ${now}, digest, ${now} from given
      order by registry, repository, tag
      on conflict (registry, repository, tag) do update set hinted_at = excluded.hinted_at,
        due_at = least(old.due_at, case when old.looked_at > ${now} - ${LOOK_EVERY}
          then greatest(old.looked_at + ${LOOK_EVERY}, ${now} + ${SETTLE}) else ${now} end),
        digest = case when old.due_at is null or old.digest = excluded.digest then excluded.digest end
      returning registry, repository, tag, due_at
    )
    select min(noted.due_at) as at
    from noted left join hinted_tags before using (registry, repository, tag)
    where before.due_at is null or before.due_at > noted.due_at`);
  const first = due[0]?.at ?? null;
  return first === null ? null : new Date(first);
}

/** Takes the tags that are due, so that no other process does. */
export async function takeDueHints(db: Database, at: Date, limit: number): Promise<Hint[]> {
  const now = sql`${at.toISOString()}::timestamptz`;
  const { rows } = await db.execute<
    Record<'registry' | 'repository' | 'tag', string> & { digest: Digest | null }
  >(sql`
    with due as materialized (
      select registry, repository, tag, digest from hinted_tags where due_at <= ${now}
      order by due_at limit ${limit} for update skip locked
    )
    update hinted_tags old set due_at = null, digest = null, looked_at = ${now} from due
    where old.registry = due.registry and old.repository = due.repository and old.tag = due.tag
    returning due.registry, due.repository, due.tag, due.digest`);
  return rows.map(({ registry, repository, tag, digest }) => ({
    registry,
    repository,
    ...(tag === '' ? {} : { tag }),
    ...(digest === null ? {} : { digest }),
  }));
}

/** When the next tag is due; null for none. */
export async function nextHintAt(db: Database): Promise<Date | null> {
  const { rows } = await db.execute<{ at: string | null }>(
    sql`select min(due_at) as at from hinted_tags where due_at is not null`,
  );
  const at = rows[0]?.at ?? null;
  return at === null ? null : new Date(at);
}

/** Deletes what says nothing any more: tags that are not due and were not called about since. */
export async function forgetHints(db: Database, before: Date): Promise<void> {
  await db.execute(sql`
    delete from hinted_tags where due_at is null and hinted_at < ${before.toISOString()}::timestamptz`);
}
