import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DeliveryState, OutcomeWord } from '#lib/notify/channel.ts';
import type { StrandedBounds } from '#lib/notify/policy/delivery-attempts.ts';
import type { Database } from '../database/database.ts';
import { channels, deliveries, notifications } from '../schema/notifications.ts';
import type { WaitingDelivery } from './notifications.ts';

export type StoredDelivery = typeof deliveries.$inferSelect;

/** The stored result of an attempt. */
export interface AttemptEnd {
  readonly outcome: OutcomeWord;
  readonly statusCode: number | null;
}

/** The states of a delivery that has not finished. */
const UNFINISHED: DeliveryState[] = ['waiting', 'sending'];

/** The columns of a delivery that ends now. */
function ended<S extends 'delivered' | 'failed' | 'dropped'>(state: S, now: Date) {
  return { state, finishedAt: now, nextAttemptAt: null, leasedUntil: null };
}

/** The id of a delivery's channel; `undefined` if the delivery does not exist. */
export async function readChannelOf(db: Database, id: string): Promise<string | undefined> {
  const [row] = await db
    .select({ channelId: deliveries.channelId })
    .from(deliveries)
    .where(eq(deliveries.id, id));
  return row?.channelId;
}

/** Reads a delivery and locks it until the transaction ends. */
export async function lockDelivery(transaction: Database, id: string): Promise<StoredDelivery | undefined> {
  const [row] = await transaction.select().from(deliveries).where(eq(deliveries.id, id)).for('update');
  return row;
}

/** Records that an attempt starts, and until when no other process may start one. */
export async function beginAttempt(
  transaction: Database,
  id: string,
  leasedUntil: Date,
): Promise<StoredDelivery> {
  const [row] = await transaction
    .update(deliveries)
    .set({ state: 'sending', attempts: sql`${deliveries.attempts} + 1`, leasedUntil })
    .where(eq(deliveries.id, id))
    .returning();
  if (!row) throw new Error(`the delivery ${id} was deleted while it was locked`);
  return row;
}

/** Records that a delivery succeeded, and that its channel works. */
export async function recordDelivered(
  db: Database,
  { id, channelId }: StoredDelivery,
  end: AttemptEnd,
  now: Date,
): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.update(channels).set({ failingSince: null }).where(eq(channels.id, channelId));
    await transaction
      .update(deliveries)
      .set({ ...end, ...ended('delivered', now) })
      .where(eq(deliveries.id, id));
    await transaction.delete(notifications).where(eq(notifications.deliveryId, id));
  });
}

/** Records that an attempt failed and when the next one is. Returns since when the channel has been failing. */
export async function recordFailed(
  db: Database,
  { id, channelId }: StoredDelivery,
  end: AttemptEnd,
  nextAttemptAt: Date,
  now: Date,
): Promise<Date> {
  return db.transaction(async (transaction) => {
    const [row] = await transaction
      .update(channels)
      .set({ failingSince: sql`coalesce(${channels.failingSince}, ${now.toISOString()}::timestamptz)` })
      .where(eq(channels.id, channelId))
      .returning({ failingSince: channels.failingSince });
    await transaction
      .update(deliveries)
      .set({ ...end, state: 'waiting', nextAttemptAt, leasedUntil: null })
      .where(and(eq(deliveries.id, id), eq(deliveries.state, 'sending')));
    return row?.failingSince ?? now;
  });
}

/** Records that a delivery is not tried again although its channel works. */
export async function recordGivenUp(
  db: Database,
  id: string,
  now: Date,
  outcome?: OutcomeWord,
): Promise<void> {
  const end = outcome === undefined ? {} : { outcome, statusCode: null };
  await db.transaction(async (transaction) => {
    await transaction
      .update(deliveries)
      .set({ ...end, ...ended('failed', now) })
      .where(eq(deliveries.id, id));
    await transaction.delete(notifications).where(eq(notifications.deliveryId, id));
  });
}

/** Records that a delivery has nothing left to send: its images are no longer tracked. */
export async function recordDropped(db: Database, id: string, now: Date): Promise<void> {
  await db.update(deliveries).set(ended('dropped', now)).where(eq(deliveries.id, id));
}

/** Ends all deliveries of a channel that have not ended. */
export async function endUnfinished(
  transaction: Database,
  channelId: string,
  state: 'failed' | 'dropped',
  now: Date,
): Promise<void> {
  await transaction
    .update(deliveries)
    .set(ended(state, now))
    .where(and(eq(deliveries.channelId, channelId), inArray(deliveries.state, UNFINISHED)));
}

/**
 * Takes the deliveries of active channels that are outside the bounds, because their jobs may be lost. They become due
 * now, so that a delivery whose job is only queued is not taken each time.
 */
export async function takeStranded(
  db: Database,
  { dueBefore, leaseEndedBefore, leaseEndsAfter }: StrandedBounds,
  now: Date,
): Promise<WaitingDelivery[]> {
  const rows = await db
    .update(deliveries)
    .set({ state: 'waiting', nextAttemptAt: now, leasedUntil: null })
    .from(channels)
    .where(
      and(
        eq(channels.id, deliveries.channelId),
        eq(channels.enabled, true),
        sql`${channels.pausedAt} is null`,
        sql`((${deliveries.state} = 'waiting' and ${deliveries.nextAttemptAt} < ${dueBefore.toISOString()}::timestamptz)
          or (${deliveries.state} = 'sending'
            and (${deliveries.leasedUntil} < ${leaseEndedBefore.toISOString()}::timestamptz
              or ${deliveries.leasedUntil} > ${leaseEndsAfter.toISOString()}::timestamptz)))`,
      ),
    )
    .returning({ id: deliveries.id, channelId: deliveries.channelId });
  return rows.map((row) => ({ ...row, at: now }));
}
