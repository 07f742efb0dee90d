import { isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { REMINDERS } from '#lib/notify/policy/notification-state.ts';
import { ADVISORY_LOCK } from '../database/advisory-locks.ts';
import type { Database } from '../database/database.ts';
import { filterCondition } from '../images/filter-sql.ts';
import { CURRENT_CHANGE } from '../notifications/policy-sql.ts';
import { holds } from '../schema/holds.ts';
import { images } from '../schema/images.ts';

/**
 * Decides for every image which hold snoozes it, the one that lasts longest, and ends holds whose time has come. Runs
 * after a hold was changed, and before notifications are chosen, so what it stores is never older than those. Images
 * whose hold ended by itself are reported again to the channels that know of their trouble.
 */
export async function applyHolds(db: Database, now: Date): Promise<void> {
  const held = await db.$count(images, isNotNull(images.holdId));
  const active = await db.$count(holds, isNull(holds.endedAt));
  if (held === 0 && active === 0) return;
  await db.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCK.holds})`);
    const at = sql`${now.toISOString()}::timestamptz`;
    await transaction.execute(
      sql`update holds set ended_at = until where ended_at is null and until <= ${at}`,
    );
    const ended = await chooseHolds(transaction, at);
    await endOutdated(transaction, at);
    await remind(transaction, ended);
  });
}

/** Stores the hold of each image. Returns the images that are no longer snoozed although nobody ended the hold. */
async function chooseHolds(transaction: Database, at: SQL): Promise<readonly string[]> {
  const { rows } = await transaction.execute<{ id: string; byItself: boolean }>(sql`
    with covered as (${await coveredImages(transaction)}), best as (
      select distinct on (image_id) image_id, hold_id from covered
      order by image_id, until desc nulls first, until_next_digest, created_at, hold_id
    ), changed as materialized (
      select images.id, best.hold_id, images.hold_id is not null and best.hold_id is null
          and before.ended_by is null as by_itself
      from images left join best on best.image_id = images.id left join holds before on before.id = images.hold_id
      where images.hold_id is distinct from best.hold_id
      order by images.id for update of images
    )
    update images set hold_id = changed.hold_id,
      hold_ended_at = case when changed.by_itself then ${at} else images.hold_ended_at end
    from changed where images.id = changed.id
    returning images.id, changed.by_itself as "byItself"`);
  return rows.flatMap(({ id, byItself }) => (byItself ? [id] : []));
}

/** The images of each hold that has not ended, as `image_id` and `hold_id`, with what decides which one counts. */
async function coveredImages(transaction: Database): Promise<SQL> {
  const byFilter = await transaction
    .select({ id: holds.id, filter: holds.filter })
    .from(holds)
    .where(sql`${isNull(holds.endedAt)} and ${isNotNull(holds.filter)}`);
  const byName = sql`holds.filter is null and (images.reference = any(holds.references)
    or holds.base = any(${TAGS_OF_BASES}))`;
  const conditions = byFilter.map(({ id, filter }) => {
    const matches = filterCondition(parseFilter(filter ?? '')) ?? sql`true`;
    return sql`(holds.id = ${id}::uuid and ${matches})`;
  });
  return sql`
    select images.id as image_id, holds.id as hold_id, holds.until, holds.until_next_digest, holds.created_at
    from holds join images on ${sql.join([byName, ...conditions], sql` or `)}
    where holds.ended_at is null and not (holds.until_next_digest and ${hasMoved(BASE_TAG)})`;
}

/** An image's bases without digests. */
const TAGS_OF_BASES = sql`array(select split_part(name, '@', 1)
  from unnest(images.ancestors || images.base_name) as name where name is not null)`;
/** The tag whose next digest ends a hold on an image. */
const BASE_TAG = sql`coalesce(holds.base, split_part(images.base_name, '@', 1))`;

/** Whether a tag has had another digest since a hold was set. */
function hasMoved(tag: SQL): SQL {
  return sql`exists (select from observations later where later.tag = ${tag} and later.first_seen > holds.created_at
    and exists (select from observations earlier where earlier.tag = ${tag}
      and earlier.first_seen <= holds.created_at))`;
}

/** Ends holds until a next digest that has come for their base, or for every image that they name. */
async function endOutdated(transaction: Database, at: SQL): Promise<void> {
  await transaction.execute(sql`
    update holds set ended_at = ${at}
    where ended_at is null and until_next_digest and filter is null and case
      when base is not null then ${hasMoved(sql`holds.base`)}
      else exists (select from images where images.reference = any(holds.references))
        and not exists (select from images where images.reference = any(holds.references)
          and not ${hasMoved(sql`split_part(images.base_name, '@', 1)`)}) end`);
}

/** Moves the channels' states of images whose hold has ended, so that trouble is reported again. */
async function remind(transaction: Database, imageIds: readonly string[]): Promise<void> {
  if (imageIds.length === 0) return;
  const rows = REMINDERS.map(({ current, state, next }) => ({
    ...{ current, change: state.change, alarmed: state.alarmed },
    ...{ next_change: next.change, next_alarmed: next.alarmed },
  }));
  await transaction.execute(sql`
    update notification_states as state set change = rule.next_change, alarmed = rule.next_alarmed
    from images, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as rule(current text, change text, alarmed boolean, next_change text, next_alarmed boolean)
    where images.id = any(${sql.param([...imageIds])}::uuid[]) and state.image_id = images.id
      and rule.current = ${CURRENT_CHANGE} and rule.change = state.change and rule.alarmed = state.alarmed`);
}
