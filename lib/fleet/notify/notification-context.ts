import type { Logger } from 'pino';
import type { Database } from '#lib/store/database/database.ts';
import type { NotificationQueue } from '../services/notification-queue.ts';
import type { Notifications } from '../services/notification-senders.ts';

/** What the notification use cases need; each takes the part that it uses. */
export interface NotificationContext {
  readonly db: Database;
  readonly clock: () => Date;
  readonly notifications: Notifications;
  readonly queue: NotificationQueue;
  readonly log: Logger;
}
