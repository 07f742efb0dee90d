import { randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { ChangeNotification } from '#lib/notify/events/change-event.ts';
import { parseContent, storedContent } from '#lib/notify/events/stored-notification.ts';
import { stateAfter } from '#lib/notify/policy/notification-state.ts';
import type { PlannedDelivery, UnsentDigest } from '#lib/notify/policy/plan-deliveries.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import { deliveries, notifications } from '../schema/notifications.ts';
import { CURRENT_CHANGE } from './notification-states.ts';

/** A delivery that waits for its job. */
export interface WaitingDelivery {
  readonly id: string;
  readonly channelId: string;
  /** When it is sent. */
  readonly at: Date;
}

/** For a row of `deliveries`: nobody has tried to send it. */
const UNSENT = sql`deliveries.state = 'waiting' and deliveries.attempts = 0`;

/** Ids of a channel's unsent notifications that no longer hold: the image has changed again, or is not checked. */
export async function readOutdated(transaction: Database, channelId: string): Promise<string[]> {
  const { rows } = await transaction.execute<{ id: string }>(sql`
    select notifications.id
    from notifications join deliveries on deliveries.id = notifications.delivery_id
      join images on images.id = notifications.image_id
    where notifications.channel_id = ${channelId} and ${UNSENT}
      and ${CURRENT_CHANGE} is distinct from notifications.change`);
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

/** The digest of a channel that nobody has tried to send. */
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

/**
 * Stores planned deliveries with their notifications, and the states after them: all of it or nothing. Answers what
 * has to be queued.
 */
export async function saveDeliveries(
  transaction: Database,
  channelId: string,
  planned: readonly PlannedDelivery[],
  now: Date,
): Promise<WaitingDelivery[]> {
  const withIds = planned.map((delivery) => ({
    ...delivery,
    id: delivery.id ?? randomUUID(),
    isNew: delivery.id === null,
  }));
  const created = withIds.filter(({ isNew }) => isNew);
  if (created.length > 0) {
    await transaction.insert(deliveries).values(
      created.map(({ id, kind, event, sendAt, notifications: { length } }) => ({
        id,
        channelId,
        kind,
        state: 'waiting' as const,
        images: length,
        reference: event?.reference ?? null,
        change: event?.change ?? null,
        createdAt: now,
        nextAttemptAt: sendAt,
      })),
    );
  }
  for (const { id, isNew, sendAt, notifications: added } of withIds) {
    if (isNew) continue;
    await transaction
      .update(deliveries)
      .set({ images: sql`${deliveries.images} + ${added.length}`, nextAttemptAt: sendAt })
      .where(eq(deliveries.id, id));
  }
  await insertNotifications(transaction, channelId, withIds, now);
  return withIds.map(({ id, sendAt }) => ({ id, channelId, at: sendAt }));
}

async function insertNotifications(
  transaction: Database,
  channelId: string,
  planned: readonly (PlannedDelivery & { readonly id: string })[],
  now: Date,
): Promise<void> {
  const rows = planned.flatMap((delivery) =>
    delivery.notifications.map(({ id, imageId, content, before }) => {
      const next = stateAfter(content.change);
      return {
        id,
        delivery_id: delivery.id,
        image_id: imageId,
        change: next.change,
        alarmed: next.alarmed,
        content: storedContent(content),
        change_before: before.change,
        alarmed_before: before.alarmed,
      };
    }),
  );
  if (rows.length === 0) return;
  await transaction.execute(sql`
    with given as materialized (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as given(
        id text, delivery_id uuid, image_id uuid, change text, alarmed boolean, content jsonb,
        change_before text, alarmed_before boolean)
    ), inserted as (
      insert into notifications (id, delivery_id, channel_id, image_id, change, content, created_at,
        change_before, alarmed_before)
      select id, delivery_id, ${channelId}::uuid, image_id, change, content, ${now.toISOString()}::timestamptz,
        change_before, alarmed_before
      from given
      on conflict (id) do nothing
    )
    update notification_states as state set change = given.change, alarmed = given.alarmed
    from given where state.channel_id = ${channelId} and state.image_id = given.image_id`);
}

/** A notification of a delivery; `content` is `undefined` where the stored one cannot be read. */
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
