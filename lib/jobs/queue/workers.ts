import type { Job, PgBoss } from 'pg-boss';
import type { WithLog } from '#lib/fleet/capabilities.ts';
import { StoredJsonError } from '#lib/store/database/stored-json.ts';
import type { JobKind } from './job.ts';

/** What pg-boss stores on a job whose heartbeat stopped. */
const HEARTBEAT_LOST = 'job heartbeat timeout';

/**
 * Starts the workers of a kind of job in this process: each runs one job after the other without a pause. (A worker of
 * pg-boss sleeps until its next poll unless it is woken by its own id.) A job whose data cannot be read is set aside:
 * it is logged and completed, so it does not block its queue. What it was about is still in the database, from which
 * recovery enqueues it again.
 */
export async function startWorkers<Context extends WithLog>(
  boss: PgBoss,
  kind: JobKind<Context, unknown>,
  context: Context,
): Promise<void> {
  const { count, ...options } = kind.workers;
  for (let number = 0; number < count; number += 1) {
    let worker = '';
    worker = await boss.work<object>(kind.name, options, async ([job]: Job<object>[]) => {
      const output = job && (await runJob(boss, kind, context, job));
      boss.notifyWorker(worker);
      return output;
    });
  }
}

async function runJob<Context extends WithLog>(
  boss: PgBoss,
  kind: JobKind<Context, unknown>,
  context: Context,
  job: Job<object>,
): Promise<object | undefined> {
  try {
    await kind.work(context, job, await deathsBefore(boss, kind.name, job));
    return undefined;
  } catch (err) {
    if (!(err instanceof StoredJsonError)) throw err;
    context.log.error({ err, queue: kind.name, job: job.id }, 'a job was set aside: its data cannot be read');
    return { setAside: err.message };
  }
}

/** How many processes died during a job, as far as pg-boss knows: one or none. */
async function deathsBefore(boss: PgBoss, queue: string, job: Job<object>): Promise<number> {
  if (job.retryCount === 0) return 0;
  const stored = await boss.getJobById(queue, job.id);
  const { value } = (stored?.output ?? {}) as { value?: { message?: unknown } };
  return value?.message === HEARTBEAT_LOST ? 1 : 0;
}
