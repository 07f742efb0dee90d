import { type SQL, sql } from 'drizzle-orm';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { leaveOutSample } from '#lib/lineage/filter/leave-out-sample.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Change } from '#lib/notify/channel.ts';
import type { Notice } from '#lib/notify/messages/change-event.ts';
import { STANDING } from '#lib/notify/policy/status-to-change.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Database } from '../database/database.ts';
import { filterCondition } from '../images/filter-sql.ts';
import type { channels } from '../schema/notifications.ts';

/** Within a transaction that holds the channel's row. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export type StoredChannel = typeof channels.$inferSelect;

/** An image that stands otherwise than a channel's readers know. */
export interface UntoldImage {
  readonly imageId: string;
  readonly reference: string;
  readonly digest: Digest | null;
  readonly status: Status;
  readonly summary: string;
  readonly change: Change;
  /** What the readers know. */
  readonly told: Change;
  readonly alarmed: boolean;
  readonly since: Date;
  /** When the base, or the one further down that is stale, was first seen to have moved on. */
  readonly behindSince: Date | null;
  /** Turns within the last day, those to and from `unknown` left out. */
  readonly turns: number;
  readonly base: Notice['base'];
}

/** {@link STANDING} as an expression over a column of statuses. */
function standing(status: SQL): SQL {
  const cases = Object.entries(STANDING)
    .filter(([, change]) => change !== null)
    .map(([name, change]) => sql.raw(`when '${name}' then '${change}'`));
  return sql`case ${status} ${sql.join(cases, sql` `)} end`;
}

const NOW = standing(sql`images.status`);

/**
 * Remembers, for each image that the channel concerns and does not know yet, how it stood when the channel began
 * to look; an image that was tracked later, how its first verdict was. Read from the verdicts, so that it does
 * not matter when this runs.
 */
export async function rememberStandings(transaction: Transaction, channel: StoredChannel): Promise<void> {
  const verdict = standing(sql`verdicts.status`);
  await transaction.execute(sql`
    insert into channel_images (channel_id, image_id, told, alarmed)
    select ${channel.id}::uuid, stood.image_id, stood.told, stood.told <> 'fresh'
    from (
      select images.id as image_id, coalesce(
        (select ${verdict} from verdicts
          where image_id = images.id and at <= ${channel.since.toISOString()}::timestamptz
          order by at desc, seq desc limit 1),
        (select ${verdict} from verdicts where image_id = images.id order by at, seq limit 1)) as told
      from images
      where images.checked_at is not null and ${concerns(channel)} and not exists (
        select from channel_images known where known.channel_id = ${channel.id} and known.image_id = images.id)
      order by images.id
    ) stood
    where stood.told is not null
    on conflict do nothing`);
}

/** Takes back what is in a message that nobody tried to send yet, where it is so no longer. */
export async function withdrawUntold(transaction: Transaction, channel: StoredChannel): Promise<void> {
  await transaction.execute(sql`
    with withdrawn as (
      delete from notices using deliveries, images
      where notices.channel_id = ${channel.id} and deliveries.id = notices.delivery_id
        and deliveries.state = 'waiting' and deliveries.attempts = 0
        and images.id = notices.image_id and ${NOW} is distinct from notices.change
      returning notices.delivery_id, notices.image_id, notices.told_before, notices.alarmed_before
    ), fewer as (
      update deliveries set images = deliveries.images - taken.count
      from (select delivery_id, count(*)::int from withdrawn group by delivery_id) taken
      where deliveries.id = taken.delivery_id and deliveries.images > taken.count
    ), empty as (
      delete from deliveries using (select delivery_id, count(*)::int from withdrawn group by delivery_id) taken
      where deliveries.id = taken.delivery_id and deliveries.images <= taken.count
    )
    update channel_images set told = withdrawn.told_before, alarmed = withdrawn.alarmed_before
    from withdrawn
    where channel_images.channel_id = ${channel.id} and channel_images.image_id = withdrawn.image_id`);
}

/**
 * Follows, without a word, what the channel was not asked to tell. `unknown` is not followed: it says nothing, and
 * what was known before still holds for the readers.
 */
export async function followSilently(transaction: Transaction, channel: StoredChannel): Promise<void> {
  await transaction.execute(sql`
    update channel_images set told = ${NOW}, alarmed = alarmed and ${NOW} <> 'fresh'
    from images
    where channel_images.channel_id = ${channel.id} and images.id = channel_images.image_id
      and ${NOW} <> told and ${NOW} <> 'unknown'
      and (${NOW} <> all(${sql.param(channel.changes)}::text[]) or (${NOW} = 'fresh' and not alarmed))
      and (${concerns(channel)} or ${NOW} = 'fresh')`);
}

/** Images that stand otherwise than was told. One whose trouble was told is followed out of the filter, too. */
export async function readUntold(
  transaction: Transaction,
  channel: StoredChannel,
  now: Date,
): Promise<UntoldImage[]> {
  const became = standing(sql`verdicts.status`);
  const was = standing(sql`verdicts.previous_status`);
  const { rows } = await transaction.execute<{
    imageId: string;
    reference: string;
    digest: Digest | null;
    status: Status;
    summary: string;
    change: Change;
    told: Change;
    alarmed: boolean;
    since: string;
    behindSince: string | null;
    turns: number;
    base: Notice['base'];
  }>(sql`
    select images.id as "imageId", images.reference, images.digest, images.status, images.summary,
      ${NOW} as change, known.told, known.alarmed, turn.since,
      coalesce(to_json(images.behind_since) #>> '{}', (
        select min(link #>> '{base,behindSince}') from jsonb_array_elements(latest.lineage -> 'links') link
      )) as "behindSince",
      turn.turns, case when latest.lineage #> '{links,0,base}' <> 'null' then jsonb_build_object(
        'name', latest.lineage #> '{links,0,base,name}',
        'digest', latest.lineage #> '{links,0,base,digest}',
        'currentDigest', latest.lineage #> '{links,0,base,currentDigest}') end as base
    from channel_images known
      join images on images.id = known.image_id
      join verdicts latest on latest.id = images.verdict_id
      cross join lateral (
        select to_json(max(verdicts.at)) #>> '{}' as since, (count(*) filter (
          where ${became} <> 'unknown' and ${was} <> 'unknown'
            and verdicts.at > ${now.toISOString()}::timestamptz - interval '1 day'))::int as turns
        from verdicts where verdicts.image_id = images.id and ${became} is distinct from ${was}
      ) turn
    where known.channel_id = ${channel.id} and ${NOW} <> known.told
      and ${NOW} = any(${sql.param(channel.changes)}::text[])
      and (${concerns(channel)} or ${NOW} = 'fresh')
    order by turn.since, images.reference`);
  return rows.map(({ since, behindSince, ...image }) => ({
    ...image,
    since: new Date(since),
    behindSince: behindSince === null ? null : new Date(behindSince),
  }));
}

/** The images that a channel tells of; those of the sample fleet only where its filter names them. */
function concerns({ filter }: StoredChannel): SQL {
  return filterCondition(leaveOutSample(parseFilter(filter))) ?? sql`true`;
}
