import { summarise } from '#lib/lineage/words/summary-sentences.ts';
import { eventId, type Notice } from '#lib/notify/messages/change-event.ts';
import { dueAt } from '#lib/notify/policy/due.ts';
import { readTellingChannels } from '#lib/store/notifications/channels.ts';
import { forgetDeliveries, takeStranded } from '#lib/store/notifications/deliveries.ts';
import type { StoredChannel, UntoldImage } from '#lib/store/notifications/notification-state.ts';
import {
  type DueNotice,
  type Gathering,
  tellChanges,
  type WaitingDelivery,
} from '#lib/store/notifications/notifications.ts';
import type { FleetContext } from '../context.ts';

/** Events a webhook is sent within a minute; the others stay due and follow. */
const MOST_EVENTS_PER_MINUTE = 60;
/** Messages to people wait so long for what else the same scan finds. */
const GATHER_MS = 60_000;
const GATHER_LONGEST_MS = 5 * 60_000;
/** A delivery whose job has not come for so long is put into the queue again. */
const STRANDED_MS = 30_000;
const KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Looks which changes are due on which channel, and puts them on their way. What is due is read from how images
 * stand and what was told, never from an event that could be lost: run after verdicts and every few seconds, at any
 * time, in any process, it tells each change once.
 */
export async function findNotices(context: FleetContext): Promise<void> {
  const { db, clock, queue, log } = context;
  const waiting: WaitingDelivery[] = [];
  const failures: unknown[] = [];
  for (const id of await readTellingChannels(db)) {
    try {
      waiting.push(
        ...(await tellChanges(db, id, clock(), gatheringOf, choose(clock()), MOST_EVENTS_PER_MINUTE)),
      );
    } catch (err) {
      // One channel's trouble must not silence the others.
      log.error({ err, channelId: id }, 'what is due on a channel could not be found');
      failures.push(err);
    }
  }
  waiting.push(...(await takeStranded(db, clock(), STRANDED_MS)));
  await queue.deliver(waiting);
  await forgetDeliveries(db, new Date(clock().getTime() - KEPT_MS));
  if (failures.length > 0) throw new AggregateError(failures, 'some channels could not be looked at');
}

function gatheringOf({ kind }: StoredChannel): Gathering {
  return { kind: kind === 'webhook' ? 'event' : 'digest', windowMs: GATHER_MS, longestMs: GATHER_LONGEST_MS };
}

/** What is due at a time, at most as many events as may still be told. */
function choose(now: Date) {
  return (channel: StoredChannel, images: readonly UntoldImage[], tellable: number): DueNotice[] => {
    const due = images.filter((image) => dueAt(image, channel.coolDownHours) <= now);
    const most = channel.kind === 'webhook' ? Math.max(0, tellable) : due.length;
    return due.slice(0, most).map((image) => ({
      id: eventId(channel.id, image.imageId, image.change, image.since),
      image,
      notice: noticeOf(image),
    }));
  };
}

function noticeOf(image: UntoldImage): Notice {
  const { change, told, since, imageId, reference, digest, status, base, behindSince } = image;
  return {
    change,
    before: told,
    since: since.toISOString(),
    image: { id: imageId, reference, digest },
    status,
    summary: summarise(image),
    base,
    // What is fresh is not behind, whatever a base further down once was.
    behindSince: change === 'stale' ? (behindSince?.toISOString() ?? null) : null,
  };
}
