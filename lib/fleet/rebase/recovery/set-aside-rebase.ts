import { parseReference } from '#lib/oci/reference.ts';
import { resolvedOrNull } from '#lib/rebase/execution/read-tag.ts';
import { isOver, isOverItem, type RebaseState } from '#lib/rebase/states.ts';
import { endMoved } from '#lib/store/rebases/audit-log.ts';
import {
  type CascadeItem,
  readCascadeItem,
  readCascadeState,
  updateCascadeItem,
} from '#lib/store/rebases/cascades.ts';
import { readOpenRebase, readRebase, updateRebase } from '#lib/store/rebases/rebases.ts';
import { forgetInterrupted } from '#lib/store/service/interrupted-jobs.ts';
import type { WithEvents } from '../../capabilities.ts';
import type { CascadeContext } from '../cascade/control-cascade.ts';
import { runCascadeItem } from '../cascade/run-cascade-item.ts';
import type { ExecutionContext } from '../execution/execution-context.ts';
import { scanMovedTags } from '../execution/scan-moved-tags.ts';
import { failedSteps } from '../execution/step-states.ts';
import type { CascadeJob } from '../rebase-queue.ts';

/**
 * Ends a rebase that has ended its process twice, by what its tag holds. If the rebase moved it, it has succeeded and
 * is recorded; otherwise it has failed, and the tag's lock is released. If the registry does not say, nothing is
 * decided: the `RegistryError` causes a retry.
 */
export async function setAsideRebase(context: ExecutionContext, id: string): Promise<void> {
  await endByTag(context, id);
  await forgetInterrupted(context.db, [`rebase:${id}`]);
}

/** The same for an item of a cascade; then continues the cascade without the images that wait for it. */
export async function setAsideCascadeItem(context: CascadeContext, job: CascadeJob): Promise<void> {
  const { cascadeId, reference } = job;
  const cascade = await readCascadeState(context.db, cascadeId);
  const item = await readCascadeItem(context.db, cascadeId, reference);
  if (cascade !== undefined && item !== undefined && !isOverItem(item.state)) {
    const change =
      cascade.kind === 'rollback' ? await endOfRollBack(context, item) : await endOfRebase(context, item);
    await updateCascadeItem(context.db, cascadeId, reference, change);
  }
  await runCascadeItem(context, job);
  await forgetInterrupted(context.db, [`cascade:${cascadeId}:${reference}`]);
}

async function endOfRebase(
  context: ExecutionContext,
  { cascadeId, reference, rebaseId }: CascadeItem,
): Promise<Partial<CascadeItem>> {
  // The process may have died after it opened the rebase and before it stored that on the item.
  const open = await readOpenRebase(context.db, reference);
  const id = rebaseId ?? (open?.cascadeId === cascadeId ? open.id : null);
  if (id === null) return { state: 'failed', error: reasonOf('unchanged') };
  await endByTag(context, id);
  return { state: 'running', rebaseId: id };
}

/** A rollback that may have put its tag back is recorded once a later check finds it there. */
async function endOfRollBack(
  context: ExecutionContext,
  { rebaseId }: CascadeItem,
): Promise<Partial<CascadeItem>> {
  const found = rebaseId === null ? undefined : await readRebase(context.db, rebaseId);
  if (found?.rebase.state === 'rolled-back') return { state: 'succeeded' };
  const error =
    'The Baseboard process ended twice during this rollback, so it is not tried again. Look at the tag, and roll back its rebase alone.';
  return { state: 'failed', error };
}

async function endByTag(context: ExecutionContext, id: string): Promise<void> {
  const found = await readRebase(context.db, id);
  if (found === undefined || isOver(found.rebase.state)) return;
  const { rebase } = found;
  const target = parseReference(rebase.target);
  const resolved = await resolvedOrNull(context.push.registry, target);
  const now = resolved?.digest ?? null;
  context.log.error(
    { rebase: id, target: rebase.target },
    'a rebase was set aside: it ended the process twice',
  );
  const at = context.clock();
  const put = rebase.steps.some(({ kind, state }) => kind === 'tag' && state !== 'pending');
  if (put && now === rebase.toDigest && now !== rebase.targetDigest) {
    await endMoved(context.db, rebase, { steps: rebase.steps, finishedAt: at }, at);
    await publish(context, id, 'succeeded');
    return scanMovedTags(context, [rebase.target]);
  }
  // A registry may still complete the dead process's request.
  const recheckUntil = put ? new Date(at.getTime() + RECHECK_MS) : null;
  const error = reasonOf(now === rebase.targetDigest ? 'unchanged' : `${now ?? 'gone'} now`);
  const steps = failedSteps(rebase.steps);
  await updateRebase(context.db, id, { state: 'failed', steps, error, finishedAt: at, recheckUntil });
  await publish(context, id, 'failed');
}

/** How long a tag is checked after its PUT had begun, in milliseconds. */
const RECHECK_MS = 3_600_000;

/** The reason, and the tag's state. */
function reasonOf(tag: string): string {
  return `The Baseboard process ended twice during this rebase, so it is not tried again. The tag is ${tag}. Plan it again to repeat it.`;
}

async function publish({ events }: WithEvents, id: string, state: RebaseState): Promise<void> {
  await events.publish([{ type: 'rebase', id, state }]);
}
