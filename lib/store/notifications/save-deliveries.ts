import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { storedContent } from '#lib/notify/events/stored-notification.ts';
import { stateAfter } from '#lib/notify/policy/notification-state.ts';
import type { PlannedDelivery } from '#lib/notify/policy/plan-deliveries.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import { deliveries } from '../schema/notifications.ts';
import type { WaitingDelivery } from './notifications.ts';

/**
 * Stores planned deliveries with their notifications and the states after them, in one transaction. Returns what has to
 * be queued.
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
