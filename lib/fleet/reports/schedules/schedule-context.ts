import type { WithClock, WithDatabase, WithLog } from '../../capabilities.ts';
import type { Notifications } from '../../services/notification-senders.ts';

/** What scheduled reports need. */
export interface ScheduleContext extends WithDatabase, WithClock, WithLog {
  readonly notifications: Notifications;
}
