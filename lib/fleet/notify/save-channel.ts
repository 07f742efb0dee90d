import { randomUUID } from 'node:crypto';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { Change } from '#lib/notify/channel.ts';
import { newSigningKey } from '#lib/notify/messages/webhook-signature.ts';
import { SealedError } from '#lib/notify/secret-box.ts';
import {
  type ChannelChange,
  countChannels,
  insertChannel,
  readChannel,
  updateChannel,
} from '#lib/store/notifications/channels.ts';
import type { StoredChannel } from '#lib/store/notifications/notification-state.ts';
import type { FleetContext } from '../context.ts';
import { NotFoundError } from '../errors.ts';
import type { Notifications } from '../services/notification-senders.ts';
import { type AskedDestination, keepDestination, openDestination, signs } from './destination.ts';
import { ChannelRefusedError } from './errors.ts';

/** What a person decides of a channel. */
export interface ChannelWish {
  readonly name: string;
  readonly filter: string;
  readonly changes: readonly Change[];
  readonly coolDownHours: number;
  readonly enabled: boolean;
  readonly destination: AskedDestination;
}

/** A channel as it is kept, and its signing key where one was made just now: it is never shown again. */
export interface KeptChannel {
  readonly channel: StoredChannel;
  readonly signingKey: string | null;
}

/** Each channel costs a look at the fleet a minute. */
const MOST_CHANNELS = 50;

/** Makes a channel. Throws {@link ChannelRefusedError} and `FilterSyntaxError`. */
export async function createChannel(
  context: FleetContext,
  wish: ChannelWish,
  createdBy: string,
): Promise<KeptChannel> {
  const { db, clock, notifications } = context;
  parseFilter(wish.filter);
  const id = randomUUID();
  const { signingKey, ...destination } = keepDestination(notifications, id, wish.destination);
  if ((await countChannels(db)) >= MOST_CHANNELS) {
    throw new ChannelRefusedError(
      'too-many-channels',
      `There are ${MOST_CHANNELS} channels already: remove one first.`,
    );
  }
  const { name, filter, changes, coolDownHours, enabled } = wish;
  const channel = await insertChannel(db, {
    id,
    name,
    filter,
    changes: [...new Set(changes)],
    coolDownHours,
    enabled,
    ...destination,
    createdAt: clock(),
    createdBy,
  });
  if (channel === undefined) throw nameTaken(name);
  return { channel, signingKey };
}

/** What is to be changed of a channel; the destination is given whole or not at all. */
export type ChannelEdit = {
  readonly [K in keyof ChannelWish]?: ChannelWish[K] | undefined;
} & { readonly renewSigningKey?: boolean | undefined };

/**
 * Changes a channel. A destination keeps its kind, and its signing key unless it is renewed. Throws
 * {@link NotFoundError}, {@link ChannelRefusedError}, `FilterSyntaxError`, and `SealedError` where a key is to be
 * renewed and the rest cannot be read.
 */
export async function changeChannel(
  context: FleetContext,
  id: string,
  edit: ChannelEdit,
): Promise<KeptChannel> {
  const { db, clock } = context;
  const before = await readChannel(db, id);
  if (before === undefined) throw noChannel(id);
  if (edit.filter !== undefined) parseFilter(edit.filter);
  const { signingKey, ...kept } = changedDestination(context, before, edit);
  const change: ChannelChange = {
    ...kept,
    ...(edit.name === undefined ? {} : { name: edit.name }),
    ...(edit.filter === undefined ? {} : { filter: edit.filter }),
    ...(edit.changes === undefined ? {} : { changes: [...new Set(edit.changes)] }),
    ...(edit.coolDownHours === undefined ? {} : { coolDownHours: edit.coolDownHours }),
    ...(edit.enabled === undefined ? {} : { enabled: edit.enabled }),
  };
  const channel = await updateChannel(db, id, change, clock());
  if (channel === undefined) throw noChannel(id);
  if (channel === 'name-taken') throw nameTaken(edit.name ?? '');
  return { channel, signingKey };
}

function changedDestination(
  { notifications }: FleetContext,
  channel: StoredChannel,
  { destination: asked, renewSigningKey = false }: ChannelEdit,
): Pick<ChannelChange, 'preset' | 'shown' | 'sealed'> & { signingKey: string | null } {
  if (asked === undefined && !renewSigningKey) return { signingKey: null };
  if (asked !== undefined && asked.kind !== channel.kind) {
    throw new ChannelRefusedError(
      'invalid-destination',
      `This channel is of the kind ${channel.kind}: make another one for ${asked.kind}.`,
      'destination.kind',
    );
  }
  if (asked !== undefined) {
    const wants = signs(asked) && asked.signingKey === undefined && !renewSigningKey;
    const { kind: _, ...kept } = keepDestination(
      notifications,
      channel.id,
      asked,
      wants ? keyOf(notifications, channel) : undefined,
    );
    return kept;
  }
  const old = openDestination(notifications, channel);
  if (!('signingKey' in old)) {
    throw new ChannelRefusedError('invalid-destination', 'This channel signs nothing.', 'renewSigningKey');
  }
  const signingKey = newSigningKey();
  const { kind: _, ...kept } = keepDestination(notifications, channel.id, { ...old, signingKey });
  return { ...kept, signingKey };
}

/** The signing key that a channel has and that can be read; else a new one is made. */
function keyOf(notifications: Notifications, channel: StoredChannel): string | undefined {
  if (channel.sealed === null) return undefined;
  try {
    const old = openDestination(notifications, channel);
    return 'signingKey' in old ? old.signingKey : undefined;
  } catch (error) {
    if (error instanceof SealedError) return undefined;
    throw error;
  }
}

/** There is no channel with this id. */
export function noChannel(id: string): NotFoundError {
  return new NotFoundError(`There is no channel with the id ${id}.`);
}

function nameTaken(name: string): ChannelRefusedError {
  return new ChannelRefusedError('name-taken', `Another channel is called “${name}”.`, 'name');
}
