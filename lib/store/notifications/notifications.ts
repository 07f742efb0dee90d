import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Notice } from '#lib/notify/messages/change-event.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import { channels, deliveries, notices } from '../schema/notifications.ts';
import {
  followSilently,
  readUntold,
  rememberStandings,
  type StoredChannel,
  type Transaction,
  type UntoldImage,
  withdrawUntold,
} from './notification-state.ts';

/** A notice to be kept, with the delivery that it becomes part of. */
export interface DueNotice {
  readonly id: string;
  readonly image: UntoldImage;
  readonly notice: Notice;
}

/** What waits to be sent, and from when. */
export interface WaitingDelivery {
  readonly id: string;
  readonly channelId: string;
  readonly at: Date;
}

/** How messages of a channel are made of notices. */
export interface Gathering {
  /** One delivery for each notice, or one for all that come within the window. */
  readonly kind: 'event' | 'digest';
  /** Milliseconds a digest waits for more after each notice. */
  readonly windowMs: number;
  /** Milliseconds after which it waits no longer. */
  readonly longestMs: number;
}

/**
 * Looks once at how the images of a channel stand, and keeps what `choose` picks of those that its readers know
 * otherwise: what is told and that it is told, together or not at all. Holding the channel's row, so that two
 * processes tell nothing twice. Answers the deliveries that were made or added to.
 */
export async function tellChanges(
  db: Database,
  channelId: string,
  now: Date,
  gathering: (channel: StoredChannel) => Gathering,
  choose: (channel: StoredChannel, images: readonly UntoldImage[], tellable: number) => readonly DueNotice[],
  mostPerMinute: number,
): Promise<WaitingDelivery[]> {
  return db.transaction(async (transaction) => {
    const [channel] = await transaction
      .select()
      .from(channels)
      .where(and(eq(channels.id, channelId), eq(channels.enabled, true), isNull(channels.pausedAt)))
      .for('update');
    if (channel === undefined) return [];
    await rememberStandings(transaction, channel);
    await withdrawUntold(transaction, channel);
    await followSilently(transaction, channel);
    const untold = await readUntold(transaction, channel, now);
    if (untold.length === 0) return [];
    const due = choose(channel, untold, mostPerMinute - (await countLately(transaction, channel, now)));
    if (due.length === 0) return [];
    return keep(transaction, channel, due, gathering(channel), now);
  });
}

/** Notices that were made for the channel within the last minute. */
async function countLately(transaction: Transaction, channel: StoredChannel, now: Date): Promise<number> {
  const lately = new Date(now.getTime() - 60_000).toISOString();
  return transaction.$count(
    deliveries,
    and(
      eq(deliveries.channelId, channel.id),
      eq(deliveries.kind, 'event'),
      sql`${deliveries.createdAt} > ${lately}::timestamptz`,
    ),
  );
}

/** Keeps notices with their deliveries, and that they are told. */
async function keep(
  transaction: Transaction,
  channel: StoredChannel,
  due: readonly DueNotice[],
  gathering: Gathering,
  now: Date,
): Promise<WaitingDelivery[]> {
  const waiting =
    gathering.kind === 'event'
      ? await openEvents(transaction, channel, due, now)
      : await openDigest(transaction, channel, due.length, gathering, now);
  const rows = due.map(({ id, image, notice }, index) => ({
    id,
    delivery_id: (waiting[index] ?? waiting[0])?.id,
    image_id: image.imageId,
    change: image.change,
    notice,
    told_before: image.told,
    alarmed_before: image.alarmed,
  }));
  await transaction.execute(sql`
    with given as materialized (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as given(
        id text, delivery_id uuid, image_id uuid, change text, notice jsonb, told_before text,
        alarmed_before boolean)
    ), kept as (
      insert into notices (id, delivery_id, channel_id, image_id, change, notice, created_at, told_before, alarmed_before)
      select id, delivery_id, ${channel.id}::uuid, image_id, change, notice, ${now.toISOString()}::timestamptz,
        told_before, alarmed_before
      from given
      on conflict (id) do nothing
    )
    update channel_images set told = given.change, alarmed = given.change <> 'fresh'
    from given
    where channel_images.channel_id = ${channel.id} and channel_images.image_id = given.image_id`);
  return waiting;
}

async function openEvents(
  transaction: Transaction,
  channel: StoredChannel,
  due: readonly DueNotice[],
  now: Date,
): Promise<WaitingDelivery[]> {
  const rows = await transaction
    .insert(deliveries)
    .values(
      due.map(({ image }) => ({
        channelId: channel.id,
        kind: 'event' as const,
        state: 'waiting' as const,
        images: 1,
        reference: image.reference,
        change: image.change,
        createdAt: now,
        nextAttemptAt: now,
      })),
    )
    .returning({ id: deliveries.id });
  return rows.map(({ id }) => ({ id, channelId: channel.id, at: now }));
}

/** The message that waits for more, which then waits a little longer; else a new one. */
async function openDigest(
  transaction: Transaction,
  channel: StoredChannel,
  added: number,
  { windowMs, longestMs }: Gathering,
  now: Date,
): Promise<WaitingDelivery[]> {
  const [open] = await transaction
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.channelId, channel.id),
        eq(deliveries.kind, 'digest'),
        eq(deliveries.state, 'waiting'),
        eq(deliveries.attempts, 0),
      ),
    )
    .for('update');
  if (open === undefined) {
    const at = new Date(now.getTime() + windowMs);
    const [row] = await transaction
      .insert(deliveries)
      .values({
        channelId: channel.id,
        kind: 'digest',
        state: 'waiting',
        images: added,
        createdAt: now,
        nextAttemptAt: at,
      })
      .returning({ id: deliveries.id });
    if (!row) throw new Error('the delivery was not stored');
    return [{ id: row.id, channelId: channel.id, at }];
  }
  const at = new Date(Math.min(now.getTime() + windowMs, open.createdAt.getTime() + longestMs));
  await transaction
    .update(deliveries)
    .set({ images: open.images + added, nextAttemptAt: at })
    .where(eq(deliveries.id, open.id));
  return [{ id: open.id, channelId: channel.id, at }];
}

/** The notices of a delivery, in the order in which they became due. */
export async function readNotices(
  db: Database,
  deliveryId: string,
): Promise<{ readonly id: string; readonly notice: Notice }[]> {
  return db
    .select({ id: notices.id, notice: notices.notice })
    .from(notices)
    .where(eq(notices.deliveryId, deliveryId))
    .orderBy(notices.createdAt, sql`${notices.notice} #>> '{image,reference}'`);
}
