import { randomUUID } from 'node:crypto';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { Change } from '#lib/notify/channel.ts';
import type { RequestedDestination } from '#lib/notify/destinations/destination.ts';
import { countChannels, insertChannel, type StoredChannel } from '#lib/store/notifications/channels.ts';
import { addStates } from '#lib/store/notifications/notification-states.ts';
import { sealDestination } from './destination.ts';
import { ChannelRefusedError, nameTaken } from './errors.ts';
import type { NotificationContext } from './notification-context.ts';

/** The settings of a channel as a request gives them. */
export interface ChannelSettings {
  readonly name: string;
  readonly filter: string;
  readonly changes: readonly Change[];
  readonly coolDownHours: number;
  readonly enabled: boolean;
  readonly destination: RequestedDestination;
}

/** A saved channel, and its signing key if one was created just now: it is never shown again. */
export interface SavedChannel {
  readonly channel: StoredChannel;
  readonly signingKey: string | null;
}

/** Each channel costs a query over the fleet every few seconds. */
const MAX_CHANNELS = 50;

/** Creates a channel. Throws {@link ChannelRefusedError} and `FilterSyntaxError`. */
export async function createChannel(
  context: Pick<NotificationContext, 'db' | 'clock' | 'notifications'>,
  settings: ChannelSettings,
  createdBy: string,
): Promise<SavedChannel> {
  const { db, clock, notifications } = context;
  parseFilter(settings.filter);
  const id = randomUUID();
  const { signingKey, ...destination } = sealDestination(notifications, id, settings.destination);
  if ((await countChannels(db)) >= MAX_CHANNELS) {
    throw new ChannelRefusedError(
      'too-many-channels',
      `There are already ${MAX_CHANNELS} channels, the maximum. Remove one first.`,
    );
  }
  const { name, filter, changes, coolDownHours, enabled } = settings;
  const channel = await db.transaction(async (transaction) => {
    const columns = { id, name, filter, changes: [...new Set(changes)], coolDownHours, enabled };
    const stored = { ...columns, ...destination, createdAt: clock(), createdBy };
    const inserted = await insertChannel(transaction, stored);
    if (inserted !== undefined) await addStates(transaction, inserted);
    return inserted;
  });
  if (channel === undefined) throw nameTaken(name);
  return { channel, signingKey };
}
