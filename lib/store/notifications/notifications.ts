import { and, eq, sql } from 'drizzle-orm';
import type { ChangeNotification } from '#lib/notify/events/change-event.ts';
import { parseContent } from '#lib/notify/events/stored-notification.ts';
import type { UnsentDigest } from '#lib/notify/policy/plan-deliveries.ts';
import type { Database } from '../database/database.ts';
import { deliveries, notifications } from '../schema/notifications.ts';
import { CURRENT_CHANGE } from './policy-sql.ts';

/** A delivery that waits for its job. */
export interface WaitingDelivery {
  readonly id: string;
  readonly channelId: string;
  /** When it is sent. */
  readonly at: Date;
}

/** Whether a row of `deliveries` has not been attempted. */
const UNSENT = sql`deliveries.state = 'waiting' and deliveries.attempts = 0`;

/** Ids of a channel's unsent notifications that no longer hold: the image has changed again, is not checked, or is snoozed. */
export async function readOutdated(transaction: Database, channelId: string): Promise<string[]> {
  const { rows } = await transaction.execute<{ id: string }>(sql`
    select notifications.id
    from notifications join deliveries on deliveries.id = notifications.delivery_id
      join images on images.id = notifications.image_id
    where notifications.channel_id = ${channelId} and ${UNSENT}
      and (${CURRENT_CHANGE} is distinct from notifications.change or images.hold_id is not null)`);
  return rows.map(({ id }) => id);
}

/** Deletes unsent notifications and the deliveries that they leave empty, and restores the states before them. */
export async function withdraw(
  transaction: Database,
  channelId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await transaction.execute(sql`
    with withdrawn as (
      delete from notifications where channel_id = ${channelId} and id = any(${sql.param([...ids])}::text[])
      returning delivery_id, image_id, change_before, alarmed_before
    ), fewer as (
      update deliveries set images = deliveries.images - taken.count
      from (select delivery_id, count(*)::int from withdrawn group by delivery_id) taken
      where deliveries.id = taken.delivery_id and deliveries.images > taken.count
    ), empty as (
      delete from deliveries using (select delivery_id, count(*)::int from withdrawn group by delivery_id) taken
      where deliveries.id = taken.delivery_id and deliveries.images <= taken.count
    )
    update notification_states as state set change = withdrawn.change_before, alarmed = withdrawn.alarmed_before
    from withdrawn where state.channel_id = ${channelId} and state.image_id = withdrawn.image_id`);
}

/**
 * Deletes all notifications of a channel and restores the states before the first one of each image, so that what
 * still holds is due again.
 */
export async function restoreStates(transaction: Database, channelId: string): Promise<void> {
  await transaction.execute(sql`
    with first as (
      select distinct on (image_id) image_id, change_before, alarmed_before
      from notifications where channel_id = ${channelId} order by image_id, created_at
    )
    update notification_states as state set change = first.change_before, alarmed = first.alarmed_before
    from first where state.channel_id = ${channelId} and state.image_id = first.image_id`);
  await deleteNotifications(transaction, channelId);
}

/** Deletes all notifications of a channel. */
export async function deleteNotifications(transaction: Database, channelId: string): Promise<void> {
  await transaction.delete(notifications).where(eq(notifications.channelId, channelId));
}

/** How many events were created for a channel after a time. */
export async function countEvents(transaction: Database, channelId: string, after: Date): Promise<number> {
  return transaction.$count(
    deliveries,
    and(
      eq(deliveries.channelId, channelId),
      eq(deliveries.kind, 'event'),
      sql`${deliveries.createdAt} > ${after.toISOString()}::timestamptz`,
    ),
  );
}

/** The digest of a channel that has not been attempted. */
export async function readUnsentDigest(
  transaction: Database,
  channelId: string,
): Promise<UnsentDigest | undefined> {
  const [digest] = await transaction
    .select({ id: deliveries.id, createdAt: deliveries.createdAt })
    .from(deliveries)
    .where(and(eq(deliveries.channelId, channelId), eq(deliveries.kind, 'digest'), UNSENT))
    .for('update');
  return digest;
}

/** A notification of a delivery; `content` is `undefined` if the stored one cannot be read. */
export interface StoredNotification {
  readonly id: string;
  readonly content: ChangeNotification | undefined;
}

/** The notifications of a delivery, in the order in which they became due. */
export async function readNotifications(db: Database, deliveryId: string): Promise<StoredNotification[]> {
  const rows = await db
    .select({ id: notifications.id, content: notifications.content })
    .from(notifications)
    .where(eq(notifications.deliveryId, deliveryId))
    .orderBy(notifications.createdAt, sql`${notifications.content} #>> '{image,reference}'`);
  return rows.map(({ id, content }) => ({ id, content: parseContent(content) }));
}
