import { changesMessage } from '#lib/notify/messages/message.ts';
import {
  afterFailure,
  isActive,
  LEASE_MS,
  mayClaim,
  nextAttemptAt,
} from '#lib/notify/policy/delivery-attempts.ts';
import { isDelivered, type Outcome } from '#lib/notify/policy/delivery-outcome.ts';
import type { Database } from '#lib/store/database/database.ts';
import { lockChannel, type StoredChannel, updateChannel } from '#lib/store/notifications/channels.ts';
import {
  beginAttempt,
  endUnfinished,
  lockDelivery,
  readChannelOf,
  recordDelivered,
  recordDropped,
  recordFailed,
  recordGivenUp,
  type StoredDelivery,
} from '#lib/store/notifications/deliveries.ts';
import { readNotifications, restoreStates } from '#lib/store/notifications/notifications.ts';
import { forgetInterrupted } from '#lib/store/service/interrupted-jobs.ts';
import type { NotificationContext } from './notification-context.ts';
import { originOf, sendMessage } from './send-message.ts';

/**
 * Sends a delivery, once, if it is due and no other process does. A failed one is tried again later; a channel that
 * fails for a day without one success, or whose receiver is gone, is paused. A process that dies after sending and
 * before recording it sends again, with the same event id.
 */
export async function sendDelivery(context: NotificationContext, id: string): Promise<void> {
  const { db, clock, notifications, log } = context;
  const claimed = await claim(db, id, clock());
  if (claimed === undefined) return;
  const { delivery, channel } = claimed;
  const stored = await readNotifications(db, id);
  const readable = stored.flatMap(({ id: eventId, content }) => (content ? [{ id: eventId, content }] : []));
  if (readable.length < stored.length) {
    const unreadable = stored
      .filter(({ content }) => content === undefined)
      .map(({ id: eventId }) => eventId);
    log.error({ deliveryId: id, unreadable }, 'stored notifications could not be read and are left out');
  }
  const [first, ...others] = readable;
  if (first === undefined) return recordDropped(db, id, clock());
  const message = changesMessage(id, [first, ...others], originOf(notifications, channel));
  const outcome = await sendMessage(notifications, channel, message, clock());
  const { word, statusCode } = outcome;
  if (isDelivered(word)) return recordDelivered(db, delivery, { outcome: word, statusCode }, clock());
  await handleFailure(context, channel, delivery, outcome);
}

/** Gives up a delivery after its process ended twice while sending it. */
export async function setAsideDelivery(
  { db, clock, log }: Pick<NotificationContext, 'db' | 'clock' | 'log'>,
  id: string,
): Promise<void> {
  log.error({ deliveryId: id }, 'a notification is given up: the process ended twice while sending it');
  await recordGivenUp(db, id, clock(), 'process-ended');
  await forgetInterrupted(db, [`delivery:${id}`]);
}

/** Begins an attempt; `undefined` where the delivery has ended, is not due or is being sent, or nothing may be sent. */
async function claim(
  db: Database,
  id: string,
  now: Date,
): Promise<{ delivery: StoredDelivery; channel: StoredChannel } | undefined> {
  return db.transaction(async (transaction) => {
    const channelId = await readChannelOf(transaction, id);
    // The channel's lock comes first: whoever adds to a digest holds it, and a claimed digest is closed.
    const channel = channelId === undefined ? undefined : await lockChannel(transaction, channelId);
    const delivery = await lockDelivery(transaction, id);
    if (channel === undefined || delivery === undefined) return undefined;
    if (!isActive(channel) || !mayClaim(delivery, now)) return undefined;
    const leasedUntil = new Date(now.getTime() + LEASE_MS);
    return { delivery: await beginAttempt(transaction, id, leasedUntil), channel };
  });
}

async function handleFailure(
  { db, clock, queue, notifications, log }: NotificationContext,
  channel: StoredChannel,
  delivery: StoredDelivery,
  outcome: Outcome,
): Promise<void> {
  const end = { outcome: outcome.word, statusCode: outcome.statusCode };
  const ids = { channelId: channel.id, deliveryId: delivery.id };
  log.warn({ ...ids, ...end }, 'a notification could not be delivered');
  const now = clock();
  const next = nextAttemptAt(delivery.attempts, outcome, now, notifications.random());
  const failingSince = await recordFailed(db, delivery, end, next, now);
  switch (afterFailure(outcome, { createdAt: delivery.createdAt, failingSince }, now)) {
    case 'pause-channel':
      await pauseChannel(db, channel.id, now);
      log.error({ channelId: channel.id, ...end }, 'a notification channel is paused: its deliveries fail');
      return;
    case 'give-up':
      return recordGivenUp(db, delivery.id, now);
    case 'retry':
      return queue.deliver([{ id: delivery.id, channelId: channel.id, at: next }]);
  }
}

/** Pauses a channel. Its unfinished deliveries fail; once it is resumed, what still holds then is sent. */
async function pauseChannel(db: Database, channelId: string, now: Date): Promise<void> {
  await db.transaction(async (transaction) => {
    await lockChannel(transaction, channelId);
    await updateChannel(transaction, channelId, { pausedAt: now });
    await restoreStates(transaction, channelId);
    await endUnfinished(transaction, channelId, 'failed', now);
  });
}
