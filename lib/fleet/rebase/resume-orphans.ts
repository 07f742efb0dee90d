import { readCascadesUnderWay } from '#lib/store/cascades.ts';
import { readOpenRebases } from '#lib/store/rebases.ts';
import type { FleetContext } from '../context.ts';
import { resumeCascade } from './run-cascade.ts';

/** Whoever opened something has put its job into the queue by then, or never will. */
const GRACE_MS = 5000;

/**
 * Goes on with what was opened by a process that was killed before it had put a job into the queue, and with what its
 * job left open because the registry did not show what had become of the tag: without a job, a rebase would hold its
 * tag's lock for ever. Jobs that are there are left to the queue.
 */
export async function resumeOrphans(context: FleetContext): Promise<void> {
  const { db, queue, clock } = context;
  const before = new Date(clock().getTime() - GRACE_MS);
  for (const { id, cascadeId, createdAt } of await readOpenRebases(db)) {
    if (cascadeId !== null || createdAt > before) continue;
    if (!(await queue.holdsRebase(id))) await queue.rebase(id);
  }
  for (const cascade of await readCascadesUnderWay(db)) {
    if (cascade.createdAt <= before) await resumeCascade(context, cascade);
  }
}
