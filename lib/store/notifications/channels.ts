import { and, asc, count, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { channelImages, channels, deliveries } from '../schema/notifications.ts';
import { rememberStandings, type StoredChannel } from './notification-state.ts';

/** What of a channel a person decides. */
export type ChannelChange = Partial<
  Pick<
    StoredChannel,
    'name' | 'preset' | 'shown' | 'sealed' | 'filter' | 'changes' | 'coolDownHours' | 'enabled'
  >
>;

/**
 * Keeps a new channel and how the images that it concerns stand now: from here on changes are told. `undefined`
 * where another one has the name.
 */
export async function insertChannel(
  db: Database,
  channel: Omit<StoredChannel, 'since' | 'failingSince' | 'pausedAt'>,
): Promise<StoredChannel | undefined> {
  return db.transaction(async (transaction) => {
    const [row] = await transaction
      .insert(channels)
      .values({ ...channel, since: channel.createdAt })
      .onConflictDoNothing()
      .returning();
    if (row) await rememberStandings(transaction, row);
    return row;
  });
}

/**
 * Changes a channel; `undefined` where there is none, `'name-taken'` where another one has the name. Images that
 * a new filter brings in stand as they do now. Switched on again, it tells of nothing that happened while it was
 * off; what waited to be sent when it is switched off is dropped. Switching on ends a pause, too.
 */
export async function updateChannel(
  db: Database,
  id: string,
  change: ChannelChange,
  now: Date,
): Promise<StoredChannel | 'name-taken' | undefined> {
  return db.transaction(async (transaction) => {
    const [before] = await transaction.select().from(channels).where(eq(channels.id, id)).for('update');
    if (before === undefined) return undefined;
    if (change.name !== undefined) {
      const others = and(eq(channels.name, change.name), ne(channels.id, id));
      const [{ taken } = { taken: 0 }] = await transaction
        .select({ taken: count() })
        .from(channels)
        .where(others);
      if (taken > 0) return 'name-taken';
    }
    const on = change.enabled === true && !before.enabled;
    const refiltered = change.filter !== undefined && change.filter !== before.filter;
    if (on) await transaction.delete(channelImages).where(eq(channelImages.channelId, id));
    else if (refiltered) await rememberStandings(transaction, before);
    const [row] = await transaction
      .update(channels)
      .set({
        ...change,
        ...(on || refiltered ? { since: now } : {}),
        ...(change.enabled === true ? { pausedAt: null, failingSince: null } : {}),
      })
      .where(eq(channels.id, id))
      .returning();
    if (row && (on || refiltered)) await rememberStandings(transaction, row);
    if (change.enabled === false) {
      await transaction
        .update(deliveries)
        .set({ state: 'dropped', finishedAt: now, nextAttemptAt: null, leasedUntil: null })
        .where(and(eq(deliveries.channelId, id), sql`${deliveries.state} in ('waiting', 'sending')`));
      await transaction.execute(sql`delete from notices where channel_id = ${id}`);
    }
    return row;
  });
}

/** One channel, or `undefined`. */
export async function readChannel(db: Database, id: string): Promise<StoredChannel | undefined> {
  const [row] = await db.select().from(channels).where(eq(channels.id, id));
  return row;
}

/** All channels by name. */
export async function listChannels(db: Database): Promise<StoredChannel[]> {
  return db.select().from(channels).orderBy(asc(channels.name));
}

/** Removes a channel, with its log; false where there was none. */
export async function deleteChannel(db: Database, id: string): Promise<boolean> {
  return (await db.delete(channels).where(eq(channels.id, id)).returning({ id: channels.id })).length > 0;
}

/** Ids of the channels that tell: switched on and not paused. */
export async function readTellingChannels(db: Database): Promise<string[]> {
  const rows = await db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.enabled, true), isNull(channels.pausedAt)))
    .orderBy(asc(channels.id));
  return rows.map(({ id }) => id);
}

/** Notes that deliveries arrive: a pause ends. */
export async function resumeChannel(db: Database, id: string): Promise<void> {
  await db.update(channels).set({ pausedAt: null, failingSince: null }).where(eq(channels.id, id));
}

/** How many channels there are. */
export async function countChannels(db: Database): Promise<number> {
  return db.$count(channels);
}
