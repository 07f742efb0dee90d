import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { isSigned } from '#lib/notify/destinations/destination.ts';
import { newSigningKey } from '#lib/notify/messages/webhook-signature.ts';
import { planChannelUpdate } from '#lib/notify/policy/channel-update.ts';
import { SealedError } from '#lib/notify/secret-box.ts';
import type { Database } from '#lib/store/database/database.ts';
import {
  type ChannelColumns,
  isNameTaken,
  lockChannel,
  readChannel,
  type StoredChannel,
  updateChannel,
} from '#lib/store/notifications/channels.ts';
import { endUnfinished } from '#lib/store/notifications/deliveries.ts';
import { addStates, deleteStates } from '#lib/store/notifications/notification-states.ts';
import { deleteNotifications } from '#lib/store/notifications/notifications.ts';
import type { Notifications } from '../services/notification-senders.ts';
import type { ChannelSettings, SavedChannel } from './create-channel.ts';
import { openDestination, sealDestination, signingKeyOf } from './destination.ts';
import { ChannelRefusedError, nameTaken, noChannel } from './errors.ts';
import type { NotificationContext } from './notification-context.ts';

/** New settings of a channel; what is left out stays. The destination is given whole or not at all. */
export type ChannelUpdate = {
  readonly [K in keyof ChannelSettings]?: ChannelSettings[K] | undefined;
} & { readonly renewSigningKey?: boolean | undefined };

/**
 * Updates a channel. A destination keeps its kind, and its signing key unless that is renewed. Throws
 * `NotFoundError`, {@link ChannelRefusedError}, `FilterSyntaxError`, and `SealedError` where a key is to be
 * renewed and the rest cannot be read.
 */
export async function changeChannel(
  context: Pick<NotificationContext, 'db' | 'clock' | 'notifications'>,
  id: string,
  update: ChannelUpdate,
): Promise<SavedChannel> {
  const { db, clock } = context;
  const stored = await readChannel(db, id);
  if (stored === undefined) throw noChannel(id);
  if (update.filter !== undefined) parseFilter(update.filter);
  const { signingKey, ...destination } = newDestination(context, stored, update);
  const columns = { ...destination, ...columnsOf(update) };
  const channel = await db.transaction((transaction) => applyUpdate(transaction, id, columns, clock()));
  return { channel, signingKey };
}

/** Writes an update with what it means for the channel's notifications. */
async function applyUpdate(
  transaction: Database,
  id: string,
  columns: ChannelColumns,
  now: Date,
): Promise<StoredChannel> {
  const before = await lockChannel(transaction, id);
  if (before === undefined) throw noChannel(id);
  const { name } = columns;
  if (name !== undefined && (await isNameTaken(transaction, id, name))) throw nameTaken(name);
  const plan = planChannelUpdate(before, columns);
  if (plan.states === 'restart') await deleteStates(transaction, id);
  if (plan.states === 'extend') await addStates(transaction, before);
  const channel = await updateChannel(transaction, id, {
    ...columns,
    ...(plan.states === 'keep' ? {} : { since: now }),
    ...(plan.resume ? { pausedAt: null, failingSince: null } : {}),
  });
  if (channel === undefined) throw noChannel(id);
  if (plan.states !== 'keep') await addStates(transaction, channel);
  if (plan.drop) {
    await endUnfinished(transaction, id, 'dropped', now);
    await deleteNotifications(transaction, id);
  }
  return channel;
}

function columnsOf({ name, filter, changes, coolDownHours, enabled }: ChannelUpdate): ChannelColumns {
  return {
    ...(name === undefined ? {} : { name }),
    ...(filter === undefined ? {} : { filter }),
    ...(changes === undefined ? {} : { changes: [...new Set(changes)] }),
    ...(coolDownHours === undefined ? {} : { coolDownHours }),
    ...(enabled === undefined ? {} : { enabled }),
  };
}

function newDestination(
  { notifications }: Pick<NotificationContext, 'notifications'>,
  channel: StoredChannel,
  { destination: requested, renewSigningKey = false }: ChannelUpdate,
): Pick<ChannelColumns, 'preset' | 'destination' | 'sealedDestination'> & { signingKey: string | null } {
  if (requested === undefined && !renewSigningKey) return { signingKey: null };
  if (requested !== undefined) {
    if (requested.kind !== channel.kind) {
      throw new ChannelRefusedError(
        'invalid-destination',
        `This channel is of the kind ${channel.kind}, which cannot change. Create another channel for ${requested.kind}.`,
        'destination.kind',
      );
    }
    const keep = renewSigningKey ? undefined : storedSigningKey(notifications, channel);
    const { kind: _, ...sealed } = sealDestination(notifications, channel.id, requested, keep);
    return sealed;
  }
  const destination = openDestination(notifications, channel);
  if (destination.kind !== 'webhook' || !isSigned(destination.preset)) {
    throw new ChannelRefusedError(
      'invalid-destination',
      'Messages of this channel are not signed.',
      'renewSigningKey',
    );
  }
  const signingKey = newSigningKey();
  const renewed = { ...destination, signingKey };
  const { kind: _, ...sealed } = sealDestination(notifications, channel.id, renewed);
  return { ...sealed, signingKey };
}

/** The signing key that a channel has; `undefined` where it has none or it cannot be read. */
function storedSigningKey(notifications: Notifications, channel: StoredChannel): string | undefined {
  if (channel.sealedDestination === null) return undefined;
  try {
    return signingKeyOf(openDestination(notifications, channel));
  } catch (error) {
    if (error instanceof SealedError) return undefined;
    throw error;
  }
}
