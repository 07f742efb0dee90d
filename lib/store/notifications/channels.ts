import { and, asc, count, eq, isNull, ne } from 'drizzle-orm';
import type { PublicDestination } from '#lib/notify/destinations/destination.ts';
import { parsePublicPart, storedPublicPart } from '#lib/notify/destinations/stored-destination.ts';
import type { Database } from '../database/database.ts';
import { channels } from '../schema/notifications.ts';

type ChannelRow = typeof channels.$inferSelect;

/** A channel; `destination` is `undefined` if the stored one cannot be read. */
export interface StoredChannel extends Omit<ChannelRow, 'publicDestination'> {
  readonly destination: PublicDestination | undefined;
}

/** A new channel as it is stored. */
export interface NewChannel extends Omit<StoredChannel, 'since' | 'failingSince' | 'pausedAt'> {
  readonly destination: PublicDestination;
}

/** Columns of a channel that may change. */
export type ChannelColumns = Partial<
  Pick<
    NewChannel,
    | 'name'
    | 'preset'
    | 'destination'
    | 'sealedDestination'
    | 'filter'
    | 'changes'
    | 'coolDownHours'
    | 'enabled'
  > &
    Pick<StoredChannel, 'since' | 'failingSince' | 'pausedAt'>
>;

/** Inserts a channel that watches from its creation; `undefined` if the name is taken. */
export async function insertChannel(
  db: Database,
  { destination, ...columns }: NewChannel,
): Promise<StoredChannel | undefined> {
  const [row] = await db
    .insert(channels)
    .values({ ...columns, publicDestination: storedPublicPart(destination), since: columns.createdAt })
    .onConflictDoNothing()
    .returning();
  return row && toChannel(row);
}

/** Updates a channel; `undefined` if it does not exist. */
export async function updateChannel(
  db: Database,
  id: string,
  { destination, ...columns }: ChannelColumns,
): Promise<StoredChannel | undefined> {
  const stored = destination === undefined ? {} : { publicDestination: storedPublicPart(destination) };
  const values = { ...columns, ...stored };
  if (Object.keys(values).length === 0) return readChannel(db, id);
  const [row] = await db.update(channels).set(values).where(eq(channels.id, id)).returning();
  return row && toChannel(row);
}

/**
 * Reads a channel and locks it until the transaction ends. Every writer of its notification states or deliveries
 * holds this lock, so two processes never send one change twice.
 */
export async function lockChannel(transaction: Database, id: string): Promise<StoredChannel | undefined> {
  const [row] = await transaction.select().from(channels).where(eq(channels.id, id)).for('update');
  return row && toChannel(row);
}

/** Whether another channel has this name. */
export async function isNameTaken(db: Database, id: string, name: string): Promise<boolean> {
  const others = and(eq(channels.name, name), ne(channels.id, id));
  const [row] = await db.select({ count: count() }).from(channels).where(others);
  return (row?.count ?? 0) > 0;
}

/** One channel, or `undefined`. */
export async function readChannel(db: Database, id: string): Promise<StoredChannel | undefined> {
  const [row] = await db.select().from(channels).where(eq(channels.id, id));
  return row && toChannel(row);
}

/** All channels by name. */
export async function listChannels(db: Database): Promise<StoredChannel[]> {
  return (await db.select().from(channels).orderBy(asc(channels.name))).map(toChannel);
}

/** Deletes a channel and its deliveries; false if it does not exist. */
export async function deleteChannel(db: Database, id: string): Promise<boolean> {
  return (await db.delete(channels).where(eq(channels.id, id)).returning({ id: channels.id })).length > 0;
}

/** Ids of the active channels: switched on and not paused. */
export async function readActiveChannels(db: Database): Promise<string[]> {
  const rows = await db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.enabled, true), isNull(channels.pausedAt)))
    .orderBy(asc(channels.id));
  return rows.map(({ id }) => id);
}

/** The number of channels. */
export async function countChannels(db: Database): Promise<number> {
  return db.$count(channels);
}

function toChannel({ publicDestination, ...row }: ChannelRow): StoredChannel {
  return { ...row, destination: parsePublicPart(publicDestination) };
}
