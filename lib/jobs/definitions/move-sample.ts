import { z } from 'zod';
import { moveSampleBase } from '#lib/fleet/sample/open-sample-fleet.ts';
import type { SampleQueue } from '#lib/fleet/sample/sample-queue.ts';
import type { ScanContext } from '#lib/fleet/scan/scan-images.ts';
import { DAY_SECONDS, defineJob } from '../queue/job.ts';

const NAME = 'move-sample';
/** The base moves this long after the sample fleet was opened. */
const AFTER_SECONDS = 45;

/** Moves a base of the sample fleet. */
export const moveSampleJob = defineJob({
  name: NAME,
  data: z.object({ version: z.literal(1).default(1), opening: z.string().optional() }),
  queue: { policy: 'stately', expireInSeconds: 600, deleteAfterSeconds: DAY_SECONDS },
  workers: { count: 1, pollingIntervalSeconds: 5 },
  enqueueOn: (boss): SampleQueue => ({
    async moveSample(opening) {
      await boss.send(NAME, { opening }, { startAfter: AFTER_SECONDS, singletonKey: opening });
    },
  }),
  run: (context: ScanContext, { opening }) => moveSampleBase(context, opening),
});
