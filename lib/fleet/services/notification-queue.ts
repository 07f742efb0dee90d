import type { WaitingDelivery } from '#lib/store/notifications/notifications.ts';

/** The queue of notifications. */
export interface NotificationQueue {
  /** Enqueues the search for changes to notify about. */
  notices(): Promise<void>;
  /** Enqueues messages, each at its time. */
  deliver(deliveries: readonly WaitingDelivery[]): Promise<void>;
}

/** Enqueues notifications. */
export interface WithNotificationQueue {
  readonly queue: NotificationQueue;
}
