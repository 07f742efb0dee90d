import { parseReference } from '#lib/oci/reference.ts';
import { waitForDigest } from '#lib/rebase/execution/read-tag.ts';
import { REAL_TIME } from '#lib/rebase/execution/retry-timing.ts';
import { settleMoved } from '#lib/store/rebases/audit-log.ts';
import { endItemOf } from '#lib/store/rebases/cascades.ts';
import { readOpenRebase } from '#lib/store/rebases/rebases.ts';
import type { StoredRebase } from '#lib/store/rebases/stored-rebase.ts';
import { clearDoubt, readDoubts } from '#lib/store/rebases/tag-rechecks.ts';
import type { ExecutionContext } from '../execution/execution-context.ts';
import { questionOf, recordRollBack } from '../execution/roll-back-rebase.ts';
import { scanMovedTags } from '../execution/scan-moved-tags.ts';
import { doneSteps } from '../execution/step-states.ts';
import type { WithPush } from '../push.ts';

/** Rebases checked in one pass: each costs a request or two. */
const AT_ONCE = 200;
/** Milliseconds that one check may take. */
const LOOK_MS = 10_000;

/**
 * Checks tags again whose move or rollback a registry did not confirm, and records what has happened since: a write
 * may take effect long after its request failed. Writes to no registry.
 */
export async function recheckUnclearTags(context: ExecutionContext): Promise<void> {
  const unclear = await readDoubts(context.db, AT_ONCE);
  const byTarget = Map.groupBy(unclear, ({ target }) => target);
  // One rebase of a tag after the other: the result of one explains the tag to the next.
  await Promise.all(
    [...byTarget.values()].map(async (rebases) => {
      for (const rebase of rebases) await settle(context, rebase);
    }),
  );
}

async function settle(context: ExecutionContext, rebase: StoredRebase): Promise<void> {
  // Another rebase of the tag is running: its result must not count for this one.
  if ((await readOpenRebase(context.db, rebase.target)) !== undefined) return;
  const settled =
    rebase.rollBackBy === null
      ? await settleMove(context, rebase)
      : await settleRollBack(context, rebase, rebase.rollBackBy);
  const over = rebase.recheckUntil !== null && rebase.recheckUntil <= context.clock();
  if (!settled && over) await clearDoubt(context.db, rebase.id);
}

async function settleMove(context: ExecutionContext, rebase: StoredRebase): Promise<boolean> {
  const { id, target, toDigest } = rebase;
  if (!(await holds(context, target, toDigest))) return false;
  if (!(await settleMoved(context.db, rebase, doneSteps(rebase.steps), context.clock()))) {
    await clearDoubt(context.db, id);
    return true;
  }
  context.log.info({ rebase: id }, 'a rebase that was recorded as failed has moved its tag');
  await endItemOf(context.db, id, 'succeeded');
  await context.events.publish([{ type: 'rebase', id, state: 'succeeded' }]);
  await scanMovedTags(context, [target]);
  return true;
}

async function settleRollBack(
  context: ExecutionContext,
  rebase: StoredRebase,
  by: NonNullable<StoredRebase['rollBackBy']>,
): Promise<boolean> {
  if (!(await holds(context, rebase.target, questionOf(rebase).backTo))) return false;
  await recordRollBack(context, rebase, by);
  return true;
}

/** Whether a tag holds a digest, or null for no such tag; false if the registry does not say. */
async function holds(
  { push }: WithPush,
  target: string,
  wanted: StoredRebase['targetDigest'],
): Promise<boolean> {
  const call = { signal: AbortSignal.timeout(LOOK_MS) };
  const tag = parseReference(target);
  const look = { registry: push.registry, tag, wanted, forMs: 0, patience: REAL_TIME, call };
  return (await waitForDigest(look)).kind === 'wanted';
}
