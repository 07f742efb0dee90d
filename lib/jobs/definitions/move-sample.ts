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
  data: z.object({}),
  queue: { policy: 'stately', expireInSeconds: 600, deleteAfterSeconds: DAY_SECONDS },
  workers: { count: 1, pollingIntervalSeconds: 5 },
  enqueueOn: (boss): SampleQueue => ({
    async moveSample() {
      await boss.send(NAME, {}, { startAfter: AFTER_SECONDS });
    },
  }),
  run: (context: ScanContext) => moveSampleBase(context),
});
