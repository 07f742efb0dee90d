import { randomUUID } from 'node:crypto';
import { testEvent } from '#lib/notify/messages/change-event.ts';
import { escapeSlack, testText } from '#lib/notify/messages/message-texts.ts';
import { slackRequest, webhookRequest } from '#lib/notify/messages/webhook-requests.ts';
import { isDelivered, type Outcome } from '#lib/notify/policy/delivery-outcome.ts';
import { SealedError } from '#lib/notify/secret-box.ts';
import { readChannel, resumeChannel } from '#lib/store/notifications/channels.ts';
import { insertTest, type StoredDelivery } from '#lib/store/notifications/deliveries.ts';
import type { StoredChannel } from '#lib/store/notifications/notification-state.ts';
import type { FleetContext } from '../context.ts';
import { openDestination } from './destination.ts';
import { noChannel } from './save-channel.ts';

/**
 * Sends a test, now and once, and keeps what became of it. One that arrives ends a pause: what still holds is told
 * then. Throws `NotFoundError`.
 */
export async function testChannel(context: FleetContext, id: string): Promise<StoredDelivery> {
  const { db, clock, queue } = context;
  const channel = await readChannel(db, id);
  if (channel === undefined) throw noChannel(id);
  const startedAt = clock();
  const { word, statusCode } = await send(context, channel, startedAt);
  const delivered = isDelivered(word);
  const end = { outcome: word, statusCode, delivered };
  const delivery = await insertTest(db, id, end, startedAt, clock());
  if (delivered && (channel.pausedAt !== null || channel.failingSince !== null)) {
    await resumeChannel(db, id);
    await queue.notices();
  }
  return delivery;
}

async function send({ notifications }: FleetContext, channel: StoredChannel, now: Date): Promise<Outcome> {
  const { outbound, mailer, link } = notifications;
  try {
    const destination = openDestination(notifications, channel);
    const id = randomUUID();
    switch (destination.kind) {
      case 'webhook': {
        const event = testEvent(id, now, { channel: { id: channel.id, name: channel.name }, link });
        return await outbound.post(webhookRequest(destination, event, now));
      }
      case 'slack':
        return await outbound.post(slackRequest(destination, escapeSlack(testText(channel.name))));
      case 'email':
        if (mailer === undefined) return { word: 'smtp-not-configured', statusCode: null };
        return await mailer.send(
          destination.recipients,
          { subject: 'Baseboard: a test', text: `${testText(channel.name)}\n` },
          id,
        );
    }
  } catch (error) {
    if (error instanceof SealedError) return { word: 'secret-unreadable', statusCode: null };
    throw error;
  }
}
