import type { Destination } from '#lib/notify/channel.ts';
import { changeEvent, type Notice } from '#lib/notify/messages/change-event.ts';
import { mailOf, slackText } from '#lib/notify/messages/message-texts.ts';
import { slackRequest, webhookRequest } from '#lib/notify/messages/webhook-requests.ts';
import { isDelivered, type Outcome, retrySeconds } from '#lib/notify/policy/delivery-outcome.ts';
import { SealedError } from '#lib/notify/secret-box.ts';
import {
  claimDelivery,
  dropDelivery,
  endDelivered,
  endFailed,
  giveUp,
  pauseChannel,
  type StoredDelivery,
} from '#lib/store/notifications/deliveries.ts';
import type { StoredChannel } from '#lib/store/notifications/notification-state.ts';
import { readNotices } from '#lib/store/notifications/notifications.ts';
import { forgetInterrupted } from '#lib/store/service/interrupted-jobs.ts';
import type { FleetContext } from '../context.ts';
import type { Notifications } from '../services/notification-senders.ts';
import { openDestination } from './destination.ts';

/** Longer than any attempt takes; after it, the sender is taken for dead. */
const LEASE_MS = 30_000;
/** How long a channel may fail, without one success, before it is paused. */
const PAUSE_AFTER_MS = 24 * 3_600_000;
/** How long a message is tried for on a channel that works: longer, so that a pause always comes first. */
const GIVE_UP_AFTER_MS = 36 * 3_600_000;

interface Told {
  readonly id: string;
  readonly notice: Notice;
}

/**
 * Sends a delivery, once, if it is due and nobody else does. What fails is tried again later; a channel that
 * fails for a day without one success, or whose receiver says that it is gone, is paused. A process that dies
 * after sending and before noting it sends again: under the same event id.
 */
export async function sendDelivery(context: FleetContext, id: string): Promise<void> {
  const { db, clock, queue, notifications, log } = context;
  const claimed = await claimDelivery(db, id, clock(), LEASE_MS);
  if (claimed === undefined) return;
  const { delivery, channel } = claimed;
  const told = await readNotices(db, id);
  if (told.length === 0) return dropDelivery(db, id, clock());
  const outcome = await attempt(notifications, channel, delivery, told, clock());
  const { word, statusCode, retryAfter } = outcome;
  const end = { outcome: word, statusCode };
  if (isDelivered(word)) return endDelivered(db, delivery, end, clock());

  log.warn({ channelId: channel.id, deliveryId: id, ...end }, 'a notification did not arrive');
  const now = clock();
  const seconds = retrySeconds(delivery.attempts, retryAfter, notifications.random());
  const next = new Date(now.getTime() + seconds * 1000);
  const failingSince = await endFailed(db, delivery, end, next, now);
  if (word === 'gone' || now.getTime() - failingSince.getTime() >= PAUSE_AFTER_MS) {
    await pauseChannel(db, channel.id, now);
    log.error({ channelId: channel.id, ...end }, 'a notification channel was paused: nothing arrives there');
  } else if (now.getTime() - delivery.createdAt.getTime() >= GIVE_UP_AFTER_MS) {
    await giveUp(db, id, now);
  } else {
    await queue.deliver([{ id, channelId: channel.id, at: next }]);
  }
}

/** Gives up a message whose sending ended the process twice. */
export async function setAsideDelivery({ db, clock, log }: FleetContext, id: string): Promise<void> {
  log.error({ deliveryId: id }, 'a notification was set aside: sending it ended the process twice');
  await giveUp(db, id, clock(), 'process-ended');
  await forgetInterrupted(db, [`delivery:${id}`]);
}

async function attempt(
  notifications: Notifications,
  channel: StoredChannel,
  delivery: StoredDelivery,
  told: readonly Told[],
  now: Date,
): Promise<Outcome> {
  let destination: Destination;
  try {
    destination = openDestination(notifications, channel);
  } catch (error) {
    if (error instanceof SealedError) return { word: 'secret-unreadable', statusCode: null };
    throw error;
  }
  const { outbound, mailer, link } = notifications;
  const notices = told.map(({ notice }) => notice);
  switch (destination.kind) {
    case 'webhook': {
      const [only] = told;
      if (only === undefined) throw new Error('an event tells of one change');
      const origin = { channel: { id: channel.id, name: channel.name }, link };
      return outbound.post(webhookRequest(destination, changeEvent(only.id, only.notice, origin), now));
    }
    case 'slack':
      return outbound.post(slackRequest(destination, slackText(notices, link)));
    case 'email':
      if (mailer === undefined) return { word: 'smtp-not-configured', statusCode: null };
      return mailer.send(destination.recipients, mailOf(notices, link), delivery.id);
  }
}
