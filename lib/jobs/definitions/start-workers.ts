import type { Job, PgBoss, WorkOptions } from 'pg-boss';
import { forgetOldSessions } from '#lib/fleet/access/sessions.ts';
import type { FleetContext } from '#lib/fleet/context.ts';
import { forgetDocuments } from '#lib/fleet/images/delete-old-documents.ts';
import { findNotices } from '#lib/fleet/notify/find-due-notifications.ts';
import { sendDelivery, setAsideDelivery } from '#lib/fleet/notify/send-delivery.ts';
import { runCascadeItem } from '#lib/fleet/rebase/cascade/run-cascade.ts';
import { releaseOldDigests } from '#lib/fleet/rebase/execution/protect-old-digest.ts';
import { runRebase } from '#lib/fleet/rebase/execution/run-rebase.ts';
import { forgetOldPlans } from '#lib/fleet/rebase/planning/plan-rebase.ts';
import type { CascadeJob } from '#lib/fleet/rebase/rebase-queue.ts';
import { recheckUnclearTags } from '#lib/fleet/rebase/recovery/recheck-unclear-tags.ts';
import { setAsideCascadeItem, setAsideRebase } from '#lib/fleet/rebase/recovery/set-aside-rebase.ts';
import { moveSampleBase } from '#lib/fleet/sample/open-sample-fleet.ts';
import { type Retried, retryInterrupted } from '#lib/fleet/scan/retry-interrupted.ts';
import { scanChunk } from '#lib/fleet/scan/scan-chunk.ts';
import type { ScanJob } from '#lib/fleet/scan/scan-queue.ts';
import { deathsBefore, QUEUES } from '../queue.ts';

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
export async function startWorkers(boss: PgBoss, context: FleetContext): Promise<void> {
  const { queue } = context;
  const scanning = {
    groupConcurrency: SCANS_PER_REGISTRY,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 2,
  };
  await workInLanes<ScanJob>(boss, QUEUES.scan, SCANS_AT_ONCE, scanning, (job, deaths) =>
    scanChunk(context, job, deaths > 0),
  );
  const rebasing = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 1 };
  await workInLanes<{ id: string }>(boss, QUEUES.rebase, REBASES_AT_ONCE, rebasing, ({ id }, deaths) =>
    perhapsAgain(context, `rebase:${id}`, deaths, {
      run: async () => void (await runRebase(context, id)),
      setAside: () => setAsideRebase(context, id),
    }),
  );
  const cascading = { ...rebasing, groupConcurrency: REBASES_PER_REGISTRY };
  await workInLanes<CascadeJob>(boss, QUEUES.cascade, REBASES_AT_ONCE, cascading, (job, deaths) =>
    perhapsAgain(context, `cascade:${job.cascadeId}:${job.reference}`, deaths, {
      run: () => runCascadeItem(context, job),
      setAside: () => setAsideCascadeItem(context, job),
    }),
  );
  await boss.work(QUEUES.notices, { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 5 }, () =>
    findNotices(context),
  );
  const delivering = {
    groupConcurrency: DELIVERIES_PER_CHANNEL,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 2,
  };
  await workInLanes<{ id: string }>(boss, QUEUES.delivery, DELIVERIES_AT_ONCE, delivering, ({ id }, deaths) =>
    perhapsAgain(context, `delivery:${id}`, deaths, {
      run: () => sendDelivery(context, id),
      setAside: () => setAsideDelivery(context, id),
    }),
  );
  await boss.work(QUEUES.moveSample, { pollingIntervalSeconds: 5 }, () => moveSampleBase(context));
  // What a process that died left untold waits no minute.
  await queue.notices();
}

/** Runs a job. If its process died before, a note is stored that the next process would find. */
async function perhapsAgain(context: FleetContext, key: string, deaths: number, job: Retried): Promise<void> {
  if (deaths === 0) return job.run();
  await retryInterrupted(context, { key, deaths }, job);
}

/** Recurring cleanup; some of it sends requests to registries and may take a while. */
export async function tidyUp(context: FleetContext): Promise<void> {
  await recheckUnclearTags(context);
  await releaseOldDigests(context);
  await forgetOldPlans(context);
  await forgetDocuments(context);
  await forgetOldSessions(context);
}

/**
 * Takes a queue's jobs in so many lanes, each one after the other without a pause: a worker of pg-boss that has done
 * its job sleeps until its next poll, unless it is woken by its own id.
 */
async function workInLanes<T extends object>(
  boss: PgBoss,
  queue: string,
  lanes: number,
  options: WorkOptions,
  handle: (job: T, deaths: number) => Promise<unknown>,
): Promise<void> {
  for (let lane = 0; lane < lanes; lane += 1) {
    let worker = '';
    worker = await boss.work<T>(queue, options, async ([job]: Job<T>[]) => {
      if (job) await handle(job.data, await deathsBefore(boss, queue, job));
      boss.notifyWorker(worker);
    });
  }
}
