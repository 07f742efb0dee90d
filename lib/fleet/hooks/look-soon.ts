import type { Hint } from '#lib/hooks/hint.ts';
import { forgetHints, nextHintAt, noteHints, takeDueHints } from '#lib/store/hooks/hinted-tags.ts';
import { selectImagesOnTags } from '#lib/store/hooks/known-tags.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { announceScan, type ScanContext, storeScan } from '../scan/scan-images.ts';
import type { WithHintQueue } from './hint-queue.ts';

/** Tags that one scan looks at because of calls. */
const AT_ONCE = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Looks at tags soon, because they may have moved: at once, or some seconds after the last look. Nothing is tracked by
 * it.
 */
export async function lookSoon(
  { db, clock, queue }: WithDatabase & WithClock & WithHintQueue,
  hints: readonly Hint[],
): Promise<void> {
  if (hints.length === 0) return;
  const now = clock();
  const due = await noteHints(db, hints, now);
  if (due !== null) await queue.hints(secondsUntil(due, now));
}

/**
 * Starts a scan of the images whose verdict depends on a tag that is due: its own images, and those that are based on it.
 * No others are checked.
 */
export async function lookAtHints(context: ScanContext & WithHintQueue): Promise<void> {
  const { db, clock, queue } = context;
  for (;;) {
    const { taken, scan } = await db.transaction(async (within) => {
      const taken = await takeDueHints(within, clock(), AT_ONCE);
      const subjects = taken.length === 0 ? [] : await selectImagesOnTags(within, taken);
      const scan = subjects.length === 0 ? undefined : await storeScan(context, within, subjects);
      return { taken: taken.length, scan };
    });
    if (scan !== undefined) await announceScan(context, scan);
    if (taken < AT_ONCE) break;
  }
  const next = await nextHintAt(db);
  if (next !== null) await queue.hints(secondsUntil(next, clock()));
}

/** Recurring: looks whose job was lost start late rather than never, and what is old is deleted. */
export async function recoverHints(context: ScanContext & WithHintQueue): Promise<void> {
  const { db, clock } = context;
  const now = clock();
  const next = await nextHintAt(db);
  if (next !== null && next < now) await lookAtHints(context);
  await forgetHints(db, new Date(now.getTime() - DAY_MS));
}

function secondsUntil(at: Date, now: Date): number {
  return Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000));
}
