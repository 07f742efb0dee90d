import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { OutcomeWord } from '#lib/notify/channel.ts';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { channels, deliveries } from '../schema/notifications.ts';
import type { StoredChannel } from './notification-state.ts';
import type { WaitingDelivery } from './notifications.ts';

export type StoredDelivery = typeof deliveries.$inferSelect;

/** How an attempt ended, as it is kept. */
export interface AttemptEnd {
  readonly outcome: OutcomeWord;
  readonly statusCode: number | null;
}

/** Jobs may run a moment before the time they were put off to: clocks differ. */
const EARLY_MS = 2000;
const LONGEST_LEASE_MS = 3_600_000;

/**
 * Takes a delivery to be sent, for `leaseMs`: whoever comes meanwhile goes away empty, and whoever comes after
 * takes it over. `undefined` where it is over, not due yet, being sent, or its channel does not tell.
 */
export async function claimDelivery(
  db: Database,
  id: string,
  now: Date,
  leaseMs: number,
): Promise<{ delivery: StoredDelivery; channel: StoredChannel } | undefined> {
  return db.transaction(async (transaction) => {
    // The channel's row first, as whoever adds to a message has it: what is claimed is closed.
    const [found] = await transaction
      .select({ channel: channels })
      .from(channels)
      .innerJoin(deliveries, eq(deliveries.channelId, channels.id))
      .where(eq(deliveries.id, id))
      .for('update', { of: channels });
    if (found === undefined || !found.channel.enabled || found.channel.pausedAt !== null) return undefined;
    const due = new Date(now.getTime() + EARLY_MS).toISOString();
    const [delivery] = await transaction
      .update(deliveries)
      .set({
        state: 'sending',
        attempts: sql`${deliveries.attempts} + 1`,
        leasedUntil: new Date(now.getTime() + leaseMs),
      })
      .where(
        and(
          eq(deliveries.id, id),
          sql`(${deliveries.state} = 'waiting' and ${deliveries.nextAttemptAt} <= ${due}::timestamptz)
            or (${deliveries.state} = 'sending' and ${deliveries.leasedUntil} < ${now.toISOString()}::timestamptz)`,
        ),
      )
      .returning();
    return delivery === undefined ? undefined : { delivery, channel: found.channel };
  });
}

/** Notes that a delivery arrived: it is over, and its channel works. */
export async function endDelivered(
  db: Database,
  { id, channelId }: StoredDelivery,
  end: AttemptEnd,
  now: Date,
): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction
      .update(deliveries)
      .set({ ...end, state: 'delivered', finishedAt: now, nextAttemptAt: null, leasedUntil: null })
      .where(eq(deliveries.id, id));
    await transaction.execute(sql`delete from notices where delivery_id = ${id}`);
    await transaction.update(channels).set({ failingSince: null }).where(eq(channels.id, channelId));
  });
}

/** Notes that an attempt failed and when the next one is. Answers since when the channel has been failing. */
export async function endFailed(
  db: Database,
  { id, channelId }: StoredDelivery,
  end: AttemptEnd,
  next: Date,
  now: Date,
): Promise<Date> {
  return db.transaction(async (transaction) => {
    await transaction
      .update(deliveries)
      .set({ ...end, state: 'waiting', nextAttemptAt: next, leasedUntil: null })
      .where(and(eq(deliveries.id, id), eq(deliveries.state, 'sending')));
    const [row] = await transaction
      .update(channels)
      .set({ failingSince: sql`coalesce(${channels.failingSince}, ${now.toISOString()}::timestamptz)` })
      .where(eq(channels.id, channelId))
      .returning({ failingSince: channels.failingSince });
    return row?.failingSince ?? now;
  });
}

/** Notes that a delivery is not tried again, although its channel works: this message is what is refused. */
export async function giveUp(db: Database, id: string, now: Date, outcome?: OutcomeWord): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction
      .update(deliveries)
      .set({
        ...(outcome === undefined ? {} : { outcome, statusCode: null }),
        state: 'failed',
        finishedAt: now,
        nextAttemptAt: null,
        leasedUntil: null,
      })
      .where(eq(deliveries.id, id));
    await transaction.execute(sql`delete from notices where delivery_id = ${id}`);
  });
}

/** Notes that there is nothing left to tell: every image of it was forgotten meanwhile. */
export async function dropDelivery(db: Database, id: string, now: Date): Promise<void> {
  await db
    .update(deliveries)
    .set({ state: 'dropped', finishedAt: now, nextAttemptAt: null, leasedUntil: null })
    .where(eq(deliveries.id, id));
}

/**
 * Pauses a channel whose deliveries do not arrive. What is on its way is given up, and its readers know what they
 * knew before: resumed, it tells what still holds then.
 */
export async function pauseChannel(db: Database, channelId: string, now: Date): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.select().from(channels).where(eq(channels.id, channelId)).for('update');
    await transaction.update(channels).set({ pausedAt: now }).where(eq(channels.id, channelId));
    await transaction.execute(sql`
      with untold as (
        select distinct on (image_id) image_id, told_before, alarmed_before
        from notices where channel_id = ${channelId} order by image_id, created_at
      )
      update channel_images set told = untold.told_before, alarmed = untold.alarmed_before
      from untold
      where channel_images.channel_id = ${channelId} and channel_images.image_id = untold.image_id`);
    await transaction.execute(sql`delete from notices where channel_id = ${channelId}`);
    await transaction
      .update(deliveries)
      .set({ state: 'failed', finishedAt: now, nextAttemptAt: null, leasedUntil: null })
      .where(and(eq(deliveries.channelId, channelId), sql`${deliveries.state} in ('waiting', 'sending')`));
  });
}

/**
 * Takes the deliveries that should be on their way and whose job may be gone: due for a while, or left by their
 * sender. Their due time becomes now, so a delivery whose job is only queued is not taken every time.
 */
export async function takeStranded(db: Database, now: Date, graceMs: number): Promise<WaitingDelivery[]> {
  const late = new Date(now.getTime() - graceMs).toISOString();
  // No lease is that long: one that seems to be was given before the clock was set back.
  const longest = new Date(now.getTime() + LONGEST_LEASE_MS).toISOString();
  const rows = await db
    .update(deliveries)
    .set({ state: 'waiting', nextAttemptAt: now, leasedUntil: null })
    .from(channels)
    .where(
      and(
        eq(channels.id, deliveries.channelId),
        eq(channels.enabled, true),
        sql`${channels.pausedAt} is null`,
        sql`((${deliveries.state} = 'waiting' and ${deliveries.nextAttemptAt} < ${late}::timestamptz)
          or (${deliveries.state} = 'sending' and (${deliveries.leasedUntil} < ${now.toISOString()}::timestamptz
            or ${deliveries.leasedUntil} > ${longest}::timestamptz)))`,
      ),
    )
    .returning({ id: deliveries.id, channelId: deliveries.channelId });
  return rows.map((row) => ({ ...row, at: now }));
}

/** Keeps what became of a test. */
export async function insertTest(
  db: Database,
  channelId: string,
  end: AttemptEnd & { readonly delivered: boolean },
  startedAt: Date,
  now: Date,
): Promise<StoredDelivery> {
  const [row] = await db
    .insert(deliveries)
    .values({
      channelId,
      kind: 'test',
      state: end.delivered ? 'delivered' : 'failed',
      images: 0,
      attempts: 1,
      outcome: end.outcome,
      statusCode: end.statusCode,
      createdAt: startedAt,
      finishedAt: now,
    })
    .returning();
  if (!row) throw new Error('the test was not stored');
  return row;
}

const NEWEST_FIRST = keyset<StoredDelivery>(
  'deliveries',
  [
    { by: deliveries.createdAt, type: 'timestamptz' },
    { by: deliveries.id, type: 'uuid' },
  ],
  ({ createdAt, id }) => [createdAt.toISOString(), id],
);

/** A page of a channel's deliveries, newest first; throws `CursorError`. */
export async function listDeliveries(
  db: Database,
  channelId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<StoredDelivery>> {
  const rows = await db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.channelId, channelId), NEWEST_FIRST.after(cursor)))
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  return NEWEST_FIRST.page(rows, limit);
}

/** The newest delivery of each channel (or of one) that was tried at least once, by the channel's id. */
export async function readLastAttempts(
  db: Database,
  channelId?: string,
): Promise<Map<string, StoredDelivery>> {
  const rows = await db
    .selectDistinctOn([deliveries.channelId])
    .from(deliveries)
    .where(
      and(
        sql`${deliveries.outcome} is not null`,
        channelId === undefined ? undefined : eq(deliveries.channelId, channelId),
      ),
    )
    .orderBy(deliveries.channelId, desc(deliveries.createdAt), desc(deliveries.id));
  return new Map(rows.map((row) => [row.channelId, row]));
}

/** Forgets deliveries that were over before. */
export async function forgetDeliveries(db: Database, before: Date): Promise<void> {
  await db.delete(deliveries).where(lt(deliveries.finishedAt, before));
}
