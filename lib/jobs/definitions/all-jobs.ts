import type { PgBoss } from 'pg-boss';
import type { FleetContext, Queue } from '#lib/fleet/context.ts';
import type { JobKind } from '../queue/job.ts';
import { startWorkers } from '../queue/workers.ts';
import { cascadeJob } from './cascade.ts';
import { deliveryJob } from './delivery.ts';
import { listSourceJob } from './list-source.ts';
import { moveSampleJob } from './move-sample.ts';
import { noticesJob } from './notices.ts';
import { rebaseJob } from './rebase.ts';
import { scanJob } from './scan.ts';

/** Every kind of job, which every process knows: one line for each file of this folder. */
export const JOBS = [
  scanJob,
  rebaseJob,
  cascadeJob,
  noticesJob,
  deliveryJob,
  moveSampleJob,
  listSourceJob,
] as const satisfies readonly JobKind<FleetContext, Partial<Queue>>[];

/** What use cases enqueue, on pg-boss: the parts of all jobs together. */
export function queueOn(boss: PgBoss): Queue {
  const parts: Enqueued<typeof JOBS> = Object.assign({}, ...JOBS.map((job) => job.enqueueOn(boss)));
  return parts;
}

/** What the jobs of a list are enqueued with, together: a job that is missing in the list is missing here. */
type Enqueued<Jobs extends readonly JobKind<FleetContext, unknown>[]> = Intersection<
  ReturnType<Jobs[number]['enqueueOn']>
>;
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** Runs jobs of every kind in this process from now on. */
export async function startAllWorkers(boss: PgBoss, context: FleetContext): Promise<void> {
  for (const job of JOBS) await startWorkers<FleetContext>(boss, job, context);
  // Changes that a dead process did not notify about must not wait for the next minute.
  await context.queue.notices();
}
