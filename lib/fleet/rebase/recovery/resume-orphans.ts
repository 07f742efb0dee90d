import { readCascadesUnderWay } from '#lib/store/rebases/cascades.ts';
import { readOpenRebases } from '#lib/store/rebases/rebases.ts';
import { type CascadeContext, resumeCascade } from '../cascade/control-cascade.ts';
import type { WithRebaseQueue } from '../rebase-queue.ts';

/** By then the process that opened a rebase has enqueued its job, or never will. */
const GRACE_MS = 5000;

/**
 * Continues rebases and cascades without a job: their process was killed before it enqueued one, or their job left
 * them open because the registry did not show what the tag holds. Without a job, a rebase would hold its tag's lock
 * for ever. Existing jobs are left to the queue; a running cascade continues its own rebases. `mayTry` says whether it
 * is time to retry an id.
 */
export async function resumeOrphans(
  context: CascadeContext & WithRebaseQueue,
  mayTry: (id: string) => boolean = () => true,
): Promise<void> {
  const { db, queue, clock } = context;
  const now = clock().getTime();
  const isNew = ({ createdAt }: { readonly createdAt: Date }) => {
    const age = now - createdAt.getTime();
    // A time in the future comes from a clock that was set back since.
    return age >= 0 && age < GRACE_MS;
  };
  const underWay = await readCascadesUnderWay(db);
  const cascades = new Set(underWay.map(({ id }) => id));
  for (const rebase of await readOpenRebases(db)) {
    const { id, cascadeId } = rebase;
    if (isNew(rebase) || (cascadeId !== null && cascades.has(cascadeId))) continue;
    if (cascadeId !== null && (await queue.holdsCascade(cascadeId))) continue;
    if (!(await queue.holdsRebase(id)) && mayTry(id)) await queue.rebase(id);
  }
  for (const cascade of underWay) {
    if (!isNew(cascade) && mayTry(cascade.id)) await resumeCascade(context, cascade);
  }
}
