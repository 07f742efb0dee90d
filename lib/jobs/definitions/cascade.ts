import { z } from 'zod';
import type { CascadeContext } from '#lib/fleet/rebase/cascade/control-cascade.ts';
import { runCascadeItem } from '#lib/fleet/rebase/cascade/run-cascade-item.ts';
import type { CascadeJob, CascadeQueue } from '#lib/fleet/rebase/rebase-queue.ts';
import { setAsideCascadeItem } from '#lib/fleet/rebase/recovery/set-aside-rebase.ts';
import { holdsJob } from '../queue/holds-job.ts';
import { DAY_SECONDS, defineJob } from '../queue/job.ts';

const NAME = 'cascade';
/** Jobs of one registry at a time, in all processes; the client has its own limit of requests per host. */
const PER_REGISTRY = 6;

const image = {
  cascadeId: z.uuid(),
  reference: z.string(),
  round: z.int().nonnegative(),
  registry: z.string(),
};

const current = z.object({ version: z.literal(2), ...image, after: z.array(z.string()) });

/** Jobs that waited for one image alone; the first ones had no version. */
const first = z.object({ version: z.literal(1).default(1), ...image, parent: z.string().nullable() });

const cascadeData: z.ZodType<CascadeJob> = z.preprocess((value) => {
  const { success, data } = first.safeParse(value);
  if (!success) return value;
  const { parent, ...job } = data;
  return { ...job, version: 2, after: parent === null ? [] : [parent] };
}, current);

/** Runs one image of a cascade, after those that it waits for. */
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
      const awaited = new Set(items.flatMap(({ after }) => after));
      const jobs = items.map((item) => ({
        item,
        data: { version: 2, ...item },
        group: { id: item.registry },
        // Only jobs that wait for others, or are waited for, belong to a flow.
        isChained: item.after.length > 0 || awaited.has(item.reference),
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
          ...(item.after.length === 0 ? {} : { dependsOn: [...item.after] }),
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
