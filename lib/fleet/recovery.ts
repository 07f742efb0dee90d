import { readUncheckedMoves } from '#lib/store/rebases/audit-log.ts';
import { endScan, readOpenScans } from '#lib/store/scans/scans.ts';
import { replanCovered } from '#lib/store/tags/hook-coverage.ts';
import { dueAgain } from '#lib/store/tags/tag-claims.ts';
import { tidyTags } from '#lib/store/tags/verdict-inputs.ts';
import type { WithClock, WithDatabase, WithEvents, WithLog } from './capabilities.ts';
import type { CascadeContext } from './rebase/cascade/control-cascade.ts';
import { scanMovedTags } from './rebase/execution/scan-moved-tags.ts';
import type { WithRebaseQueue } from './rebase/rebase-queue.ts';
import { resumeOrphans } from './rebase/recovery/resume-orphans.ts';
import type { ScanContext } from './scan/scan-images.ts';
import { announceScan } from './scan/scan-images.ts';
import type { WithScanQueue } from './scan/scan-queue.ts';
import type { WithNotificationQueue } from './services/notification-queue.ts';

/** By then the process that moved a tag has enqueued its scan, or never will. */
const MOVE_GRACE_MS = 15_000;
/** Moves from before are found when their tags are due. */
const MOVE_MEMORY_MS = 24 * 3_600_000;

/** How long a scan must have had no job, in milliseconds: the sample fleet is scanned without one. */
const ORPHANED_AFTER_MS = 30_000;
/** Between two tidyings of the tags that are requested. */
const TIDY_EVERY_MS = 3_600_000;
/** Between two tries of one rebase or cascade. */
const AGAIN_AFTER_MS = 60_000;

type RecoveryContext = CascadeContext & WithRebaseQueue & WithNotificationQueue;

/**
 * Continues what killed processes have left. Returns a function to run at the start of every
 * process and every few seconds, by one process at a time. A step that fails does not stop the others; the errors are
 * thrown together at the end. `elapsed` is a monotonic clock, in milliseconds.
 */
export function createRecovery(
  context: RecoveryContext,
  elapsed: () => number = () => performance.now(),
): () => Promise<void> {
  const orphanedSince = new Map<string, number>();
  const triedAt = new Map<string, number>();
  let tidiedAt: number | undefined;
  const tidy = async () => {
    if (tidiedAt !== undefined && elapsed() - tidiedAt < TIDY_EVERY_MS) return;
    // If it fails, it is tried again in an hour, not every few seconds.
    tidiedAt = elapsed();
    const now = context.clock();
    const steps = [
      () => replanCovered(context.db, now),
      () => dueAgain(context.db),
      () => tidyTags(context.db),
    ];
    await runAll(steps, 'tags could not be tidied');
  };
  // At once, and then once a minute: each retry costs the registry requests.
  const mayTry = (id: string) => {
    const last = triedAt.get(id);
    if (last !== undefined && elapsed() - last < AGAIN_AFTER_MS) return false;
    triedAt.set(id, elapsed());
    return true;
  };
  return async () => {
    const steps = [
      () => resumeOrphans(context, mayTry),
      () => endOrphanedScans(context, orphanedSince, elapsed()),
      () => scanUncheckedMoves(context),
      tidy,
      () => context.queue.notices(),
    ];
    await runAll(steps, 'recovery failed in several places');
  };
}

/** Runs each step, also after one that failed; then throws what failed. */
async function runAll(steps: readonly (() => Promise<unknown>)[], message: string): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length === 1) throw failures[0];
  if (failures.length > 0) throw new AggregateError(failures, message);
}

/** Ends scans that no job will ever end: their jobs failed again and again, or are gone. */
async function endOrphanedScans(
  context: WithDatabase & WithClock & WithEvents & WithLog & WithScanQueue,
  since: Map<string, number>,
  now: number,
): Promise<void> {
  const orphans: string[] = [];
  for (const { id } of await readOpenScans(context.db)) {
    if (!(await context.queue.holdsScan(id))) orphans.push(id);
  }
  for (const id of since.keys()) if (!orphans.includes(id)) since.delete(id);
  for (const id of orphans) {
    const first = since.get(id) ?? now;
    since.set(id, first);
    if (now - first < ORPHANED_AFTER_MS) continue;
    since.delete(id);
    const ended = await endScan(context.db, id, context.clock());
    if (ended === undefined) continue;
    context.log.error({ scanId: id, failed: ended.failed }, 'a scan was ended: its jobs are gone');
    await announceScan(context, ended);
  }
}

/** Scans tags moved by a process that was killed before it could enqueue their scan. */
async function scanUncheckedMoves(context: ScanContext): Promise<void> {
  const now = context.clock().getTime();
  const from = new Date(now - MOVE_MEMORY_MS);
  const moved = await readUncheckedMoves(context.db, from, new Date(now - MOVE_GRACE_MS));
  if (moved.length === 0) return;
  // A scan that is under way has them, or the next pass will see that it had not.
  if ((await readOpenScans(context.db)).length > 0) return;
  await scanMovedTags(context, moved);
}
