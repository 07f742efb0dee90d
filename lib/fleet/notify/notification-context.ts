import type { Logger } from 'pino';
import type { Database } from '#lib/store/database/database.ts';
import type { WaitingDelivery } from '#lib/store/notifications/notifications.ts';
import type { Notifications } from '../services/notification-senders.ts';

/** The jobs that notifications queue. */
export interface NotificationQueue {
  /** Soon checks which changes are due. */
  notices(): Promise<void>;
  /** Sends deliveries, each at its time. */
  deliver(deliveries: readonly WaitingDelivery[]): Promise<void>;
}

/** What the notification use cases need; each takes the part that it uses. */
export interface NotificationContext {
  readonly db: Database;
  readonly clock: () => Date;
  readonly notifications: Notifications;
  readonly queue: NotificationQueue;
  readonly log: Logger;
}
