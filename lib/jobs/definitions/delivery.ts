import { z } from 'zod';
import type { FleetContext } from '#lib/fleet/context.ts';
import { sendDelivery, setAsideDelivery } from '#lib/fleet/notify/send-delivery.ts';
import type { NotificationQueue } from '#lib/fleet/services/notification-queue.ts';
import { defineJob } from '../queue/job.ts';

const NAME = 'delivery';
/** Jobs of one channel at a time, in all processes: one that hangs leaves the others their places. */
const PER_CHANNEL = 2;

/** Sends one message to one channel. */
export const deliveryJob = defineJob({
  name: NAME,
  data: z.object({ version: z.literal(1).default(1), id: z.uuid() }),
  // One attempt has a deadline of seconds.
  queue: { expireInSeconds: 120, deleteAfterSeconds: 3600 },
  workers: {
    count: 8,
    groupConcurrency: PER_CHANNEL,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 2,
  },
  enqueueOn: (boss): Pick<NotificationQueue, 'deliver'> => ({
    async deliver(deliveries) {
      if (deliveries.length === 0) return;
      await boss.insert(
        NAME,
        deliveries.map(({ id, channelId, at }) => ({
          data: { version: 1, id },
          group: { id: channelId },
          startAfter: at,
        })),
      );
    },
  }),
  run: (context: FleetContext, { id }) => sendDelivery(context, id),
  interrupted: {
    key: ({ id }) => `delivery:${id}`,
    setAside: (context, { id }) => setAsideDelivery(context, id),
  },
});
