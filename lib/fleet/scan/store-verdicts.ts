import { type JudgedImage, writeVerdicts } from '#lib/store/scans/verdicts.ts';
import type { WithClock, WithDatabase, WithEvents } from '../capabilities.ts';
import { updateRunning } from '../running/update-running.ts';
import type { WithNotificationQueue } from '../services/notification-queue.ts';
import { type OwnerContext, updateOwners } from './image-owners.ts';
import { type FreshJudgement, toStored } from './stored-judgement.ts';

/** What storing verdicts needs: it includes publishing them and enqueueing notifications. */
export interface StoreContext
  extends OwnerContext,
    WithDatabase,
    WithClock,
    WithEvents,
    WithNotificationQueue {}

/**
 * Stores judgements of tracked images. Returns whose verdict changed, and who could not be checked, by id. See
 * {@link storeVerdicts}.
 */
export async function storeJudgements(
  context: StoreContext,
  judged: readonly FreshJudgement[],
): Promise<{ readonly changed: ReadonlySet<string>; readonly unreachable: ReadonlySet<string> }> {
  const at = context.clock();
  const rows = await toStored(context.db, judged, at);
  const troubled = rows.filter(({ lineage }) => lineage.unreachable !== undefined);
  return {
    changed: await storeVerdicts(context, rows, at),
    unreachable: new Set(troubled.map(({ imageId }) => imageId)),
  };
}

/**
 * The one way to store verdicts: writes them, publishes those that changed, and enqueues the search for due
 * notifications. `at` is the time of the events. Returns the ids of the images whose verdict changed.
 */
export async function storeVerdicts(
  context: StoreContext,
  judged: readonly JudgedImage[],
  at: Date,
): Promise<ReadonlySet<string>> {
  const { db, events, queue } = context;
  const changed = await writeVerdicts(db, judged);
  const imageIds = judged.map(({ imageId }) => imageId);
  await updateOwners(context, imageIds);
  await updateRunning(context, { judged: imageIds });
  await events.publish(changed.map((change) => ({ type: 'verdict', ...change, at: at.toISOString() })));
  if (changed.length > 0) await queue.notices();
  return new Set(changed.map(({ imageId }) => imageId));
}
