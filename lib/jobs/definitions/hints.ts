import { z } from 'zod';
import type { HintQueue } from '#lib/fleet/hooks/hint-queue.ts';
import { type LookContext, lookAtHints } from '#lib/fleet/hooks/look-soon.ts';
import { defineJob } from '../queue/job.ts';

const NAME = 'hints';

/** Looks at the tags that hooks were called about. */
export const hintsJob = defineJob({
  name: NAME,
  data: z.object({}),
  // One that waits covers every call before it starts. Those at once and those later do not wait for each other.
  queue: { policy: 'short', retryLimit: 3, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  workers: { count: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 },
  enqueueOn: (boss): HintQueue => ({
    async hints(afterSeconds) {
      const singletonKey = afterSeconds === 0 ? 'now' : 'later';
      await boss.send(NAME, {}, { singletonKey, startAfter: afterSeconds });
    },
  }),
  run: (context: LookContext) => lookAtHints(context),
});
