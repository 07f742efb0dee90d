import type { Job, PgBoss } from 'pg-boss';
import type { FleetContext, ScanJob } from '#lib/fleet/context.ts';
import { moveSampleBase } from '#lib/fleet/open-sample-fleet.ts';
import { scanChunk } from '#lib/fleet/scan-chunk.ts';
import { scanIfDue } from '#lib/fleet/scan-schedule.ts';
import { QUEUES } from './queue.ts';

/** Jobs under way in this process at a time. */
const SCANS_AT_ONCE = 12;
/** Of one registry, in all processes: a slow one leaves the others their places. */
const SCANS_PER_REGISTRY = 3;

/** Takes jobs from now on: each handler parses its job and calls the use case. */
export async function startWorkers(
  boss: PgBoss,
  context: FleetContext,
  scanEverySeconds: number,
): Promise<void> {
  let worker = '';
  worker = await boss.work<ScanJob>(
    QUEUES.scan,
    {
      localConcurrency: SCANS_AT_ONCE,
      groupConcurrency: SCANS_PER_REGISTRY,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 2,
    },
    async ([job]: Job<ScanJob>[]) => {
      if (job) await scanChunk(context, job.data);
      // Another chunk may wait: without a word this worker would sleep until the next poll.
      boss.notifyWorker(worker);
    },
  );
  await boss.work(QUEUES.schedule, { pollingIntervalSeconds: 5 }, () => scanIfDue(context, scanEverySeconds));
  await boss.work(QUEUES.moveSample, { pollingIntervalSeconds: 5 }, () => moveSampleBase(context));
  await boss.schedule(QUEUES.schedule, '* * * * *');
}
