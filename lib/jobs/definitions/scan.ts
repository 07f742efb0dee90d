import { sql } from 'drizzle-orm';
import { fromDrizzle } from 'pg-boss';
import { z } from 'zod';
import type { CheckContext } from '#lib/fleet/scan/check-context.ts';
import { scanChunk } from '#lib/fleet/scan/scan-chunk.ts';
import type { ScanJob, ScanQueue } from '#lib/fleet/scan/scan-queue.ts';
import { holdsJob } from '../queue/holds-job.ts';
import { DAY_SECONDS, defineJob } from '../queue/job.ts';

const NAME = 'scan';
/** Jobs of one registry at a time, in all processes: a slow registry leaves the others their places. */
const PER_REGISTRY = 2;

const scanData: z.ZodType<ScanJob> = z.object({
  /** Jobs of versions before this one have none. */
  version: z.literal(1).default(1),
  scanId: z.uuid(),
  chunk: z.int().nonnegative(),
  registry: z.string(),
  imageIds: z.array(z.uuid()),
});

/** Checks some images of one registry. */
export const scanJob = defineJob({
  name: NAME,
  data: scanData,
  // No chunk of a scan takes half an hour; the heartbeat finds dead workers long before.
  queue: { expireInSeconds: 30 * 60, deleteAfterSeconds: DAY_SECONDS },
  workers: {
    count: 12,
    groupConcurrency: PER_REGISTRY,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 2,
  },
  enqueueOn: (boss): ScanQueue => ({
    async scan(jobs, within) {
      const inserts = jobs.map((job) => ({
        data: { version: 1, ...job },
        group: { id: job.registry },
      }));
      const options = within === undefined ? {} : { db: fromDrizzle(within, sql) };
      if (inserts.length > 0) await boss.insert(NAME, inserts, options);
    },
    holdsScan: (scanId) => holdsJob(boss, NAME, { scanId }),
    holdsImage: (imageId) => holdsJob(boss, NAME, { imageIds: [imageId] }),
  }),
  run: (context: CheckContext, job, deaths) => scanChunk(context, job, deaths > 0),
});
