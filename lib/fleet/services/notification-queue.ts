import type { WaitingDelivery } from '#lib/store/notifications/notifications.ts';

/** The queue of notifications. */
export interface NotificationQueue {
  /** Looks soon which changes are due to be told. */
  notices(): Promise<void>;
  /** Sends messages, each at its time. */
  deliver(deliveries: readonly WaitingDelivery[]): Promise<void>;
}

/** Enqueues notifications. */
export interface WithNotificationQueue {
  readonly queue: NotificationQueue;
}
