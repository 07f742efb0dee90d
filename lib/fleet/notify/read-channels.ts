import {
  deleteChannel,
  listChannels,
  readChannel,
  type StoredChannel,
} from '#lib/store/notifications/channels.ts';
import type { StoredDelivery } from '#lib/store/notifications/deliveries.ts';
import { listDeliveries, readLastAttempts } from '#lib/store/notifications/delivery-log.ts';
import { noChannel } from './errors.ts';
import type { NotificationContext } from './notification-context.ts';

/** A channel with its newest delivery that was attempted. */
export interface ChannelWithLast {
  readonly channel: StoredChannel;
  readonly last: StoredDelivery | null;
}

/** All channels by name. */
export async function getChannels({
  db,
  log,
}: Pick<NotificationContext, 'db' | 'log'>): Promise<ChannelWithLast[]> {
  const [channels, last] = await Promise.all([listChannels(db), readLastAttempts(db)]);
  for (const { id, destination } of channels) {
    if (destination === undefined)
      log.error({ channelId: id }, 'the stored destination of a channel could not be read');
  }
  return channels.map((channel) => ({ channel, last: last.get(channel.id) ?? null }));
}

/** One channel. Throws `NotFoundError`. */
export async function getChannel(
  { db }: Pick<NotificationContext, 'db'>,
  id: string,
): Promise<ChannelWithLast> {
  const [channel, last] = await Promise.all([readChannel(db, id), readLastAttempts(db, id)]);
  if (channel === undefined) throw noChannel(id);
  return { channel, last: last.get(id) ?? null };
}

/** Removes a channel with its log. Throws `NotFoundError`. */
export async function removeChannel({ db }: Pick<NotificationContext, 'db'>, id: string): Promise<void> {
  if (!(await deleteChannel(db, id))) throw noChannel(id);
}

/** A page of a channel's deliveries, newest first. Throws `NotFoundError` and `CursorError`. */
export async function getDeliveries(
  { db }: Pick<NotificationContext, 'db'>,
  id: string,
  page: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: StoredDelivery[]; nextCursor: string | null }> {
  if ((await readChannel(db, id)) === undefined) throw noChannel(id);
  return listDeliveries(db, id, page);
}
