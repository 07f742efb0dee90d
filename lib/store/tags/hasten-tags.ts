import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';

/** How soon a tag is requested that somebody says has moved: several such messages come together. */
const SOON = sql.raw(`interval '5 seconds'`);
/** Between two checks of one tag, however many messages come. */
const APART = sql.raw(`interval '10 seconds'`);

/**
 * Has tags requested soon, before all others of their registries, and at most once in ten seconds. `references` are tags,
 * fully qualified; `repositories`, such as `docker.io/library/debian`, stand for all their tags that verdicts depend on.
 * Returns how many tags are known.
 */
export async function hastenTags(
  db: Database,
  references: readonly string[],
  repositories: readonly string[],
): Promise<number> {
  if (references.length + repositories.length === 0) return 0;
  const named = sql`(
    select reference from tags where reference = any(${sql.param([...references])}::text[])
    union
    select tags.reference from tags join unnest(${sql.param([...repositories])}::text[]) as whole(name)
      on tags.registry = split_part(whole.name, '/', 1)
        and tags.repository = substr(whole.name, strpos(whole.name, '/') + 1))`;
  const { rows } = await db.execute<{ known: number }>(sql`
    with named as materialized ${named},
    due as materialized (
      select t.reference, greatest(now() + ${SOON}, t.asked_at + ${APART}) as at
      from tags t join named on named.reference = t.reference
      where not t.urgent or t.next_look_at is null
        or t.next_look_at > greatest(now() + ${SOON}, t.asked_at + ${APART})
      order by t.reference for update of t
    ), hastened as (
      update tags t set urgent = true, next_look_at = least(t.next_look_at, due.at)
      from due where t.reference = due.reference
    )
    select count(*)::int as known from named`);
  return rows[0]?.known ?? 0;
}
