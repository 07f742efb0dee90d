import { z } from 'zod';
import type { FleetContext } from '#lib/fleet/context.ts';
import { runListing } from '#lib/fleet/sources/run-listing.ts';
import type { SourceQueue } from '#lib/fleet/sources/source-queue.ts';
import { defineJob } from '../queue/job.ts';

const NAME = 'list-source';

/**
 * Lists one source. Whether it may be listed is decided by its row in the database, so a job too many does nothing, and what
 * a dead process left is enqueued again: nothing is retried.
 */
export const listSourceJob = defineJob({
  name: NAME,
  data: z.object({ version: z.literal(1).default(1), id: z.uuid() }),
  queue: { policy: 'short', retryLimit: 0, expireInSeconds: 2 * 3600, deleteAfterSeconds: 3600 },
  workers: { count: 8, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 },
  enqueueOn: (boss): SourceQueue => ({
    async listSource(id) {
      await boss.send(NAME, { version: 1, id }, { singletonKey: id });
    },
  }),
  run: (context: FleetContext, { id }) => runListing(context, id),
});
