import { type JudgedImage, writeVerdicts } from '#lib/store/scans/verdicts.ts';
import type { WithClock, WithDatabase, WithEvents } from '../capabilities.ts';
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

/** Stores judgements of tracked images: see {@link storeVerdicts}. */
export async function storeJudgements(
  context: StoreContext,
  judged: readonly FreshJudgement[],
): Promise<void> {
  const at = context.clock();
  await storeVerdicts(context, await toStored(context.db, judged, at), at);
}

/**
 * The one way to store verdicts: writes them, publishes those that changed, and enqueues the search for due
 * notifications. `at` is the time of the events.
 */
export async function storeVerdicts(
  context: StoreContext,
  judged: readonly JudgedImage[],
  at: Date,
): Promise<void> {
  const { db, events, queue } = context;
  const changed = await writeVerdicts(db, judged);
  await updateOwners(
    context,
    judged.map(({ imageId }) => imageId),
  );
  await events.publish(changed.map((change) => ({ type: 'verdict', ...change, at: at.toISOString() })));
  if (changed.length > 0) await queue.notices();
}
