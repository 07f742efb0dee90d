import type { Job, PgBoss } from 'pg-boss';
import { forgetOldSessions } from '#lib/fleet/access/sessions.ts';
import type { CascadeJob, FleetContext, ScanJob } from '#lib/fleet/context.ts';
import { findNotices } from '#lib/fleet/notify/find-notices.ts';
import { sendDelivery } from '#lib/fleet/notify/send-delivery.ts';
import { moveSampleBase } from '#lib/fleet/open-sample-fleet.ts';
import { forgetOldPlans } from '#lib/fleet/rebase/preview-rebase.ts';
import { releaseOldDigests } from '#lib/fleet/rebase/protect-old-digest.ts';
import { resumeOrphans } from '#lib/fleet/rebase/resume-orphans.ts';
import { runCascadeItem } from '#lib/fleet/rebase/run-cascade.ts';
import { runRebase } from '#lib/fleet/rebase/run-rebase.ts';
import { scanChunk } from '#lib/fleet/scan-chunk.ts';
import { scanIfDue } from '#lib/fleet/scan-schedule.ts';
import { QUEUES } from './queue.ts';

/** Jobs under way in this process at a time. */
const SCANS_AT_ONCE = 12;
/** Of one registry, in all processes: a slow one leaves the others their places. */
const SCANS_PER_REGISTRY = 2;
const REBASES_AT_ONCE = 8;
/** Of one registry, in all processes; the client has its own limit of requests per host. */
const REBASES_PER_REGISTRY = 6;
const DELIVERIES_AT_ONCE = 8;
/** Of one channel, in all processes: one that hangs leaves the others their places. */
const DELIVERIES_PER_CHANNEL = 2;

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
  const rebasing = {
    localConcurrency: REBASES_AT_ONCE,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 1,
  };
  await boss.work<{ id: string }>(QUEUES.rebase, rebasing, async ([job]: Job<{ id: string }>[]) => {
    if (job) await runRebase(context, job.data.id);
  });
  let cascader = '';
  cascader = await boss.work<CascadeJob>(
    QUEUES.cascade,
    { ...rebasing, groupConcurrency: REBASES_PER_REGISTRY },
    async ([job]: Job<CascadeJob>[]) => {
      if (job) await runCascadeItem(context, job.data);
      boss.notifyWorker(cascader);
    },
  );
  await boss.work(QUEUES.notices, { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 5 }, () =>
    findNotices(context),
  );
  let deliverer = '';
  deliverer = await boss.work<{ id: string }>(
    QUEUES.delivery,
    {
      localConcurrency: DELIVERIES_AT_ONCE,
      groupConcurrency: DELIVERIES_PER_CHANNEL,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 2,
    },
    async ([job]: Job<{ id: string }>[]) => {
      if (job) await sendDelivery(context, job.data.id);
      boss.notifyWorker(deliverer);
    },
  );
  await boss.work(QUEUES.schedule, { pollingIntervalSeconds: 5 }, async () => {
    await scanIfDue(context, scanEverySeconds);
    await resumeOrphans(context);
    await releaseOldDigests(context);
    await forgetOldPlans(context);
    await forgetOldSessions(context);
  });
  await boss.work(QUEUES.moveSample, { pollingIntervalSeconds: 5 }, () => moveSampleBase(context));
  await boss.schedule(QUEUES.schedule, '* * * * *');
  await boss.schedule(QUEUES.notices, '* * * * *');
  // What a process that died left untold waits no minute.
  await context.queue.notices();
}
