import { sql } from 'drizzle-orm';
import type { Hint } from '#lib/hooks/hint.ts';
import type { Database } from '../database/database.ts';
import { images } from '../schema/images.ts';
import { VERDICT_NAMES } from './verdict-names.ts';

/** Between two checks of one tag, however many messages come. */
const APART = sql.raw(`interval '10 seconds'`);
/** A message after a check waits this long for others: pushes of one image come in bursts. */
const SETTLE = sql.raw(`interval '5 seconds'`);
/** A hint without a tag is about these at most, those first that were requested longest ago; it is not worth more. */
const TAGS_OF_REPOSITORY = 200;

/**
 * Schedules the tags that hints are about before all others of their registries: at once, or ten seconds after the last
 * time. A hint without a tag stands for all tags of its repository that verdicts depend on. One with the digest that
 * every verdict was judged with is a repeat, and changes nothing. A base that no check has resolved yet has the images
 * checked that name it.
 */
export async function hastenTags(db: Database, hints: readonly Hint[]): Promise<void> {
  if (hints.length === 0) return;
  const rows = JSON.stringify(
    hints.map(({ registry, repository, tag, digest }) => ({
      ...{ registry, repository, digest },
      name: tag === undefined ? null : `${registry}/${repository}:${tag}`,
    })),
  );
  await db.execute(sql`
    with given as materialized (
      select registry, repository, name,
        case when count(*) = count(digest) and min(digest) = max(digest) then min(digest) end as digest
      from jsonb_to_recordset(${rows}::jsonb) as given(registry text, repository text, name text, digest text)
      group by registry, repository, name
    ), named as materialized (
      select t.reference, given.digest from given join tags t on t.reference = given.name
      union all
      select whole.reference, null from given cross join lateral (
        select t.reference from tags t
        where t.registry = given.registry and t.repository = given.repository
          and (position('@' in t.reference) = 0 or t.failures > 0)
        order by t.asked_at nulls first, t.reference limit ${TAGS_OF_REPOSITORY}) whole
      where given.name is null
      union all
      select input.tag, null from given cross join ${images}
        join verdict_inputs input on input.image_id = images.id and input.own and not input.complete
      where given.name is not null and not exists (select from tags t where t.reference = given.name)
        and exists (select from ${VERDICT_NAMES} as name where split_part(name, '@', 1) = given.name)
    ), due as materialized (
      select t.reference, soon.at from tags t
        join (select reference, case when count(*) = 1 then min(digest) end as digest from named group by reference) hint
          on hint.reference = t.reference
        cross join lateral (select case when t.hastened_at > now() - ${APART}
          then greatest(least(t.hastened_at, now()) + ${APART}, now() + ${SETTLE}) else now() end as at) soon
      where (not t.urgent or t.next_check_at is null or t.next_check_at > soon.at)
        and (hint.digest is null or t.digest is distinct from hint.digest or t.failures > 0
          or exists (select from verdict_inputs input where input.tag = t.reference
            and (not input.complete or input.digest is distinct from hint.digest)))
      order by t.reference for update of t
    )
    update tags t set urgent = true, next_check_at = least(t.next_check_at, due.at)
    from due where t.reference = due.reference`);
}
