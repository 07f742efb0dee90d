import { isActive, logKeptSince, strandedBounds } from '#lib/notify/policy/delivery-attempts.ts';
import { dueNotifications, EVENT_WINDOW_MS } from '#lib/notify/policy/due-notifications.ts';
import { rulesOf } from '#lib/notify/policy/next-step.ts';
import { planDeliveries } from '#lib/notify/policy/plan-deliveries.ts';
import { applyHolds } from '#lib/store/holds/apply-holds.ts';
import { readCandidates } from '#lib/store/notifications/candidates.ts';
import { lockChannel, readActiveChannels } from '#lib/store/notifications/channels.ts';
import { takeStranded } from '#lib/store/notifications/deliveries.ts';
import { deleteOldDeliveries } from '#lib/store/notifications/delivery-log.ts';
import { addStates, applySkips } from '#lib/store/notifications/notification-states.ts';
import {
  countEvents,
  readOutdated,
  readUnsentDigest,
  type WaitingDelivery,
  withdraw,
} from '#lib/store/notifications/notifications.ts';
import { saveDeliveries } from '#lib/store/notifications/save-deliveries.ts';
import type { NotificationContext } from './notification-context.ts';

/**
 * Finds the changes that are due on each channel and queues their deliveries. What is due is derived from the images'
 * status and the channels' notification states, never from an event that could be lost: this runs after verdicts and
 * every few seconds, at any time, in any process, and each change is sent once.
 */
export async function queueNotifications(
  context: Pick<NotificationContext, 'db' | 'clock' | 'queue' | 'log'>,
): Promise<void> {
  const { db, clock, queue, log } = context;
  const waiting: WaitingDelivery[] = [];
  const failures: unknown[] = [];
  try {
    await applyHolds(db, clock());
  } catch (err) {
    log.error({ err }, 'the holds could not be applied');
    failures.push(err);
  }
  for (const id of await readActiveChannels(db)) {
    try {
      waiting.push(...(await notifyChannel(context, id, clock())));
    } catch (err) {
      // A failure of one channel must not stop the others.
      log.error({ err, channelId: id }, 'the notifications of a channel could not be queued');
      failures.push(err);
    }
  }
  const now = clock();
  waiting.push(...(await takeStranded(db, strandedBounds(now), now)));
  await queue.deliver(waiting);
  await deleteOldDeliveries(db, logKeptSince(now));
  if (failures.length > 0) {
    throw new AggregateError(failures, 'some notifications could not be queued');
  }
}

/** Moves the facts of one channel to the policy and its decisions back, in one transaction. */
function notifyChannel(
  { db, log }: Pick<NotificationContext, 'db' | 'log'>,
  id: string,
  now: Date,
): Promise<WaitingDelivery[]> {
  return db.transaction(async (transaction) => {
    const channel = await lockChannel(transaction, id);
    if (channel === undefined || !isActive(channel)) return [];
    await addStates(transaction, channel);
    await withdraw(transaction, id, await readOutdated(transaction, id));
    const rules = rulesOf(channel.changes);
    await applySkips(transaction, channel, rules);
    const { candidates, unreadable } = await readCandidates(transaction, channel, rules, now);
    for (const reference of unreadable) {
      log.error(
        { channelId: id, reference },
        'the stored facts of an image could not be read for a notification',
      );
    }
    if (candidates.length === 0) return [];
    const windowStart = new Date(now.getTime() - EVENT_WINDOW_MS);
    const recentEvents = await countEvents(transaction, id, windowStart);
    const due = dueNotifications(channel, candidates, recentEvents, now);
    if (due.length === 0) return [];
    const unsentDigest = await readUnsentDigest(transaction, id);
    return saveDeliveries(transaction, id, planDeliveries(channel, due, unsentDigest, now), now);
  });
}
