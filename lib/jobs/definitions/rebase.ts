import { z } from 'zod';
import type { ExecutionContext } from '#lib/fleet/rebase/execution/execution-context.ts';
import { runRebase } from '#lib/fleet/rebase/execution/run-rebase.ts';
import type { RebaseQueue } from '#lib/fleet/rebase/rebase-queue.ts';
import { setAsideRebase } from '#lib/fleet/rebase/recovery/set-aside-rebase.ts';
import { holdsJob } from '../queue/holds-job.ts';
import { DAY_SECONDS, defineJob } from '../queue/job.ts';

const NAME = 'rebase';

/** Executes one opened rebase. */
export const rebaseJob = defineJob({
  name: NAME,
  data: z.object({ version: z.literal(1).default(1), id: z.uuid() }),
  // Copies between registries may take gigabytes.
  queue: { retryDelay: 0, expireInSeconds: 6 * 3600, deleteAfterSeconds: 7 * DAY_SECONDS },
  workers: { count: 8, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 1 },
  enqueueOn: (boss): RebaseQueue => ({
    async rebase(id) {
      await boss.send(NAME, { version: 1, id });
    },
    holdsRebase: (id) => holdsJob(boss, NAME, { id }),
  }),
  run: (context: ExecutionContext, { id }) => runRebase(context, id),
  interrupted: {
    key: ({ id }) => `rebase:${id}`,
    setAside: (context, { id }) => setAsideRebase(context, id),
  },
});
