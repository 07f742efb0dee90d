import { randomUUID } from 'node:crypto';
import { testMessage } from '#lib/notify/messages/message.ts';
import { isDelivered } from '#lib/notify/policy/delivery-outcome.ts';
import { readChannel, updateChannel } from '#lib/store/notifications/channels.ts';
import type { StoredDelivery } from '#lib/store/notifications/deliveries.ts';
import { insertTest } from '#lib/store/notifications/delivery-log.ts';
import { noChannel } from './errors.ts';
import type { NotificationContext } from './notification-context.ts';
import { originOf, sendMessage } from './send-message.ts';

/**
 * Sends a test message at once, a single time, and stores how it ended. One that arrives resumes a paused channel,
 * which then sends what still holds. Throws `NotFoundError`.
 */
export async function testChannel(
  context: Omit<NotificationContext, 'log'>,
  id: string,
): Promise<StoredDelivery> {
  const { db, clock, queue, notifications } = context;
  const channel = await readChannel(db, id);
  if (channel === undefined) throw noChannel(id);
  const startedAt = clock();
  const message = testMessage(randomUUID(), startedAt, originOf(notifications, channel));
  const { word, statusCode } = await sendMessage(notifications, channel, message, startedAt);
  const delivered = isDelivered(word);
  const delivery = await insertTest(db, id, { outcome: word, statusCode, delivered }, startedAt, clock());
  if (delivered && (channel.pausedAt !== null || channel.failingSince !== null)) {
    await updateChannel(db, id, { pausedAt: null, failingSince: null });
    await queue.notices();
  }
  return delivery;
}
