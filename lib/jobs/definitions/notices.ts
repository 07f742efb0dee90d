import { z } from 'zod';
import type { FleetContext } from '#lib/fleet/context.ts';
import { queueNotifications } from '#lib/fleet/notify/queue-notifications.ts';
import type { NotificationQueue } from '#lib/fleet/services/notification-queue.ts';
import { defineJob } from '../queue/job.ts';

const NAME = 'notices';

/** Finds the changes to notify about: after verdicts, and every few seconds. */
export const noticesJob = defineJob({
  name: NAME,
  data: z.object({}),
  // One waiting job covers every change before it starts; the next one is scheduled anyway.
  queue: { policy: 'short', retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 3600 },
  workers: { count: 1, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 5 },
  enqueueOn: (boss): Pick<NotificationQueue, 'notices'> => ({
    async notices() {
      await boss.send(NAME, {});
    },
  }),
  run: (context: FleetContext) => queueNotifications(context),
});
