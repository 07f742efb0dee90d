import { setTimeout as pause } from 'node:timers/promises';
import type { Events } from '../services/events.ts';
import type { WithScanQueue } from './scan-queue.ts';

/** What waiting for a scan needs. */
export interface JoinContext extends WithScanQueue {
  readonly events: Pick<Events, 'subscribe'>;
}

/** A request waits this long for a scan, in milliseconds: behind a slow registry the scan may take minutes. */
const LONGEST_MS = 20_000;
/** A scan may end without a verdict, and an event may be lost while the connection is renewed. */
const CHECK_EVERY_MS = 1000;

/**
 * Waits until the scan that checks an image has stored its verdict, in whichever process, so that the registry does
 * not get the same requests twice. Resolves at once if no scan has the image. The caller then reads what is stored.
 * `isStored` reads whether there is a verdict: its event may have come before this call, or be lost.
 */
export function joinScan(
  context: JoinContext,
  imageId: string,
  isStored: () => Promise<boolean>,
): Promise<void> {
  const known = waiting.get(imageId);
  if (known !== undefined) return known;
  const own = waitForScan(context, imageId, isStored).finally(() => waiting.delete(imageId));
  waiting.set(imageId, own);
  return own;
}

/** Waits under way in this process, by image: however many pages show an image, the queue is read once a second. */
const waiting = new Map<string, Promise<void>>();

async function waitForScan(
  { queue, events }: JoinContext,
  imageId: string,
  isStored: () => Promise<boolean>,
): Promise<void> {
  const stored = new AbortController();
  // Before the queue is read: a verdict that is stored in between must not be missed.
  const endListening = events.subscribe((event) => {
    if (event.type === 'verdict' && event.imageId === imageId) stored.abort();
  });
  try {
    const until = performance.now() + LONGEST_MS;
    while (!stored.signal.aborted && performance.now() < until) {
      if ((await isStored()) || !(await queue.holdsImage(imageId))) return;
      await pause(CHECK_EVERY_MS, undefined, { signal: stored.signal }).catch(() => undefined);
    }
  } finally {
    endListening();
  }
}
