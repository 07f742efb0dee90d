import type { AccessAction } from '#lib/access/access-action.ts';
import type { Database } from '#lib/store/database/database.ts';
import type { StoredChannel } from '#lib/store/notifications/channels.ts';
import { type Editor, recordChange } from '../access/editor.ts';
import { type ChannelUpdate, changeChannel } from './change-channel.ts';
import { type ChannelSettings, createChannel, type SavedChannel } from './create-channel.ts';
import type { NotificationContext } from './notification-context.ts';
import { getChannel, removeChannel } from './read-channels.ts';

type Context = Pick<NotificationContext, 'db' | 'clock' | 'notifications'>;

/** Creates a channel and records it in the access audit log, in one transaction. Throws as {@link createChannel}. */
export function createChannelBy(
  context: Context,
  settings: ChannelSettings,
  editor: Editor,
): Promise<SavedChannel> {
  return context.db.transaction(async (transaction: Database) => {
    const saved = await createChannel({ ...context, db: transaction }, settings, editor.name);
    await record(transaction, context, 'channel-created', saved.channel, editor, receiverOf(saved.channel));
    return saved;
  });
}

/** Changes a channel and records which settings, in one transaction. Throws as {@link changeChannel}. */
export function changeChannelBy(
  context: Context,
  id: string,
  update: ChannelUpdate,
  editor: Editor,
): Promise<SavedChannel> {
  const changed = Object.entries(update).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  return context.db.transaction(async (transaction: Database) => {
    const saved = await changeChannel({ ...context, db: transaction }, id, update);
    await record(transaction, context, 'channel-changed', saved.channel, editor, changed.join(', '));
    return saved;
  });
}

/** Deletes a channel and records it, in one transaction. Throws `NotFoundError`. */
export function removeChannelBy(context: Context, id: string, editor: Editor): Promise<void> {
  return context.db.transaction(async (transaction: Database) => {
    const { channel } = await getChannel({ db: transaction }, id);
    await removeChannel({ db: transaction }, id);
    await record(transaction, context, 'channel-deleted', channel, editor, receiverOf(channel));
  });
}

/** Where a channel sends, as far as it may be shown: no URL's path, no token. */
function receiverOf({ kind, preset, destination }: StoredChannel): string {
  const to = destination?.recipients?.join(', ') ?? destination?.host ?? 'an unknown receiver';
  return `${preset ?? kind} to ${to}`;
}

function record(
  transaction: Database,
  { clock }: Context,
  action: AccessAction,
  { name: subject }: StoredChannel,
  editor: Editor,
  detail: string,
): Promise<void> {
  return recordChange(transaction, { at: clock(), action, subject, detail }, editor);
}
