import { parseReference } from '#lib/oci/reference.ts';
import { CASCADE_ITEM_STATES, isOver, type RebaseState } from '#lib/rebase/states.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { endMoved } from '#lib/store/rebases/audit-log.ts';
import { readCascadeItem, updateCascadeItem } from '#lib/store/rebases/cascades.ts';
import { readOpenRebase, readRebase, updateRebase } from '#lib/store/rebases/rebases.ts';
import { forgetInterrupted } from '#lib/store/service/interrupted-jobs.ts';
import type { CascadeJob, FleetContext } from '../../context.ts';
import { runCascadeItem } from '../cascade/run-cascade.ts';
import { scanAround } from '../execution/scan-moved-tags.ts';
import { failedSteps } from '../execution/step-states.ts';

/**
 * Ends a rebase that has ended its process twice, by what its tag holds. If the rebase moved it, it has succeeded and
 * is recorded; otherwise it has failed, and the tag's lock is released. If the registry does not say, nothing is
 * decided: the `RegistryError` causes a retry.
 */
export async function setAsideRebase(context: FleetContext, id: string): Promise<void> {
  await endByTag(context, id);
  await forgetInterrupted(context.db, [`rebase:${id}`]);
}

/** The same for an item of a cascade; then continues the cascade without the images based on it. */
export async function setAsideCascadeItem(context: FleetContext, job: CascadeJob): Promise<void> {
  const { cascadeId, reference } = job;
  const item = await readCascadeItem(context.db, cascadeId, reference);
  if (item !== undefined && !CASCADE_ITEM_STATES[item.state].over) {
    // The process may have died after it opened the rebase and before it stored that on the item.
    const open = await readOpenRebase(context.db, reference);
    const rebaseId = item.rebaseId ?? (open?.cascadeId === cascadeId ? open.id : null);
    if (rebaseId !== null) await endByTag(context, rebaseId);
    const change =
      rebaseId === null
        ? { state: 'failed' as const, error: reasonOf('unchanged') }
        : { state: 'running' as const, rebaseId };
    await updateCascadeItem(context.db, cascadeId, reference, change);
  }
  await runCascadeItem(context, job);
  await forgetInterrupted(context.db, [`cascade:${cascadeId}:${reference}`]);
}

async function endByTag(context: FleetContext, id: string): Promise<void> {
  const found = await readRebase(context.db, id);
  if (found === undefined || isOver(found.rebase.state)) return;
  const { rebase } = found;
  const target = parseReference(rebase.target);
  const now = await context.push.registry.resolve(target).then(
    ({ digest }) => digest,
    (error: unknown) => {
      if (error instanceof RegistryError && error.kind === 'not-found') return null;
      throw error;
    },
  );
  context.log.error(
    { rebase: id, target: rebase.target },
    'a rebase was set aside: it ended the process twice',
  );
  const at = context.clock();
  const put = rebase.steps.some(({ kind, state }) => kind === 'tag' && state !== 'pending');
  if (put && now === rebase.toDigest && now !== rebase.targetDigest) {
    await endMoved(context.db, rebase, { steps: rebase.steps, finishedAt: at }, at);
    await publish(context, id, 'succeeded');
    return scanAround(context, [rebase.target]);
  }
  // A registry may still complete the dead process's request.
  const recheckUntil = put ? new Date(at.getTime() + RECHECK_MS) : null;
  const error = reasonOf(now === rebase.targetDigest ? 'unchanged' : `${now ?? 'gone'} now`);
  const steps = failedSteps(rebase.steps);
  await updateRebase(context.db, id, { state: 'failed', steps, error, finishedAt: at, recheckUntil });
  await publish(context, id, 'failed');
}

/** How long a tag whose PUT had begun is checked, in milliseconds. */
const RECHECK_MS = 3_600_000;

/** The reason, and the tag's state. */
function reasonOf(tag: string): string {
  return `The Baseboard process ended twice during this rebase, so it is not tried again. The tag is ${tag}. Plan it again to repeat it.`;
}

async function publish({ events }: FleetContext, id: string, state: RebaseState): Promise<void> {
  await events.publish([{ type: 'rebase', id, state }]);
}
