import { readCascadesUnderWay } from '#lib/store/cascades.ts';
import { readOpenRebases } from '#lib/store/rebases.ts';
import type { FleetContext } from '../context.ts';
import { resumeCascade } from './run-cascade.ts';

/** Whoever opened something has put its job into the queue by then, or never will. */
const GRACE_MS = 5000;

/**
 * Goes on with what was opened by a process that was killed before it had put a job into the queue, and with what its
 * job left open because the registry did not show what had become of the tag: without a job, a rebase would hold its
 * tag's lock for ever. Jobs that are there are left to the queue; a cascade that runs goes on with its own rebases.
 * `mayTry` says of an id whether it is time to try it, again.
 */
export async function resumeOrphans(
  context: FleetContext,
  mayTry: (id: string) => boolean = () => true,
): Promise<void> {
  const { db, queue, clock } = context;
  const now = clock().getTime();
  const isNew = ({ createdAt }: { readonly createdAt: Date }) => {
    const age = now - createdAt.getTime();
    // What seems to be of the future is of a clock that was set back since.
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
