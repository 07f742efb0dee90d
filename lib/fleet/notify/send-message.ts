import type { Destination } from '#lib/notify/destinations/destination.ts';
import type { Origin } from '#lib/notify/events/change-event.ts';
import type { Message } from '#lib/notify/messages/message.ts';
import { slackRequest, webhookRequest } from '#lib/notify/messages/webhook-requests.ts';
import type { Outcome } from '#lib/notify/policy/delivery-outcome.ts';
import { SealedError } from '#lib/notify/secret-box.ts';
import type { StoredChannel } from '#lib/store/notifications/channels.ts';
import type { Notifications } from '../services/notification-senders.ts';
import { openDestination } from './destination.ts';

/** Where the events of a channel come from. */
export function originOf({ link }: Notifications, { id, name }: StoredChannel): Origin {
  return { channel: { id, name }, link };
}

/** Sends a message to a channel: one attempt, which is counted. `now` is the time that a webhook's signature states. */
export async function sendMessage(
  notifications: Notifications,
  channel: StoredChannel,
  message: Message,
  now: Date,
): Promise<Outcome> {
  const outcome = await attempt(notifications, channel, message, now);
  notifications.observe(channel.preset ?? channel.kind, outcome.word);
  return outcome;
}

async function attempt(
  notifications: Notifications,
  channel: StoredChannel,
  message: Message,
  now: Date,
): Promise<Outcome> {
  let destination: Destination;
  try {
    destination = openDestination(notifications, channel);
  } catch (error) {
    if (error instanceof SealedError) return { word: 'secret-unreadable', statusCode: null };
    throw error;
  }
  const { outbound, mailer } = notifications;
  switch (destination.kind) {
    case 'webhook':
      return outbound.post(webhookRequest(destination, message, now));
    case 'slack':
      return outbound.post(slackRequest(destination, message.slackText));
    case 'email':
      if (mailer === undefined) return { word: 'smtp-not-configured', statusCode: null };
      return mailer.send(destination.recipients, message.mail, message.id);
  }
}
