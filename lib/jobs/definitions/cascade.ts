import { z } from 'zod';
import { type CascadeContext, runCascadeItem } from '#lib/fleet/rebase/cascade/run-cascade.ts';
import type { CascadeJob, CascadeQueue } from '#lib/fleet/rebase/rebase-queue.ts';
import { setAsideCascadeItem } from '#lib/fleet/rebase/recovery/set-aside-rebase.ts';
import { holdsJob } from '../queue/holds-job.ts';
import { DAY_SECONDS, defineJob } from '../queue/job.ts';

const NAME = 'cascade';
/** Jobs of one registry at a time, in all processes; the client has its own limit of requests per host. */
const PER_REGISTRY = 6;

const cascadeData: z.ZodType<CascadeJob> = z.object({
  /** Jobs of versions before this one have none. */
  version: z.literal(1).default(1),
  cascadeId: z.uuid(),
  reference: z.string(),
  round: z.int().nonnegative(),
  parent: z.string().nullable(),
  registry: z.string(),
});

/** Rebases one image of a cascade, after the image of the cascade that it is based on. */
export const cascadeJob = defineJob({
  name: NAME,
  data: cascadeData,
  queue: { retryDelay: 0, expireInSeconds: 6 * 3600, deleteAfterSeconds: 7 * DAY_SECONDS },
  workers: {
    count: 8,
    groupConcurrency: PER_REGISTRY,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 1,
  },
  enqueueOn: (boss): CascadeQueue => ({
    async cascade(items) {
      const parents = new Set(items.map(({ parent }) => parent));
      const jobs = items.map((item) => ({
        item,
        data: { version: 1, ...item },
        group: { id: item.registry },
        // Only jobs that wait for others, or are waited for, belong to a flow.
        isChained: item.parent !== null || parents.has(item.reference),
      }));
      const single = jobs.filter(({ isChained }) => !isChained);
      const chained = jobs.filter(({ isChained }) => isChained);
      if (single.length > 0) {
        await boss.insert(
          NAME,
          single.map(({ data, group }) => ({ data, group })),
        );
      }
      if (chained.length === 0) return;
      await boss.flow(
        chained.map(({ item, data, group }) => ({
          ref: item.reference,
          name: NAME,
          data,
          options: { group },
          ...(item.parent === null ? {} : { dependsOn: [item.parent] }),
        })),
      );
    },
    holdsCascade: (cascadeId) => holdsJob(boss, NAME, { cascadeId }),
  }),
  run: (context: CascadeContext, job) => runCascadeItem(context, job),
  interrupted: {
    key: ({ cascadeId, reference }) => `cascade:${cascadeId}:${reference}`,
    setAside: (context, job) => setAsideCascadeItem(context, job),
  },
});
