import type { JudgeSources } from '#lib/judging/sources/sources.ts';
import type {
  WithDatabase,
  WithDeclaredBases,
  WithDocuments,
  WithLog,
  WithRegistryStatus,
  WithTagCaches,
  WithTrustedBases,
} from './capabilities.ts';
import type { WithPush } from './rebase/push.ts';
import type { CascadeQueue, RebaseQueue } from './rebase/rebase-queue.ts';
import type { SampleQueue } from './sample/sample-queue.ts';
import type { ScanQueue } from './scan/scan-queue.ts';
import type { Events } from './services/events.ts';
import type { NotificationQueue } from './services/notification-queue.ts';
import type { Notifications } from './services/notification-senders.ts';
import type { WithSources } from './sources/source-context.ts';
import type { SourceQueue } from './sources/source-queue.ts';

/** Everything that use cases enqueue. */
export interface Queue
  extends ScanQueue,
    RebaseQueue,
    CascadeQueue,
    NotificationQueue,
    SampleQueue,
    SourceQueue {}

/** Everything that a process composes for its use cases. Each use case names the parts that it needs. */
export interface FleetContext
  extends JudgeSources,
    WithDatabase,
    WithDeclaredBases,
    WithDocuments,
    WithLog,
    WithPush,
    WithRegistryStatus,
    WithSources,
    WithTagCaches,
    WithTrustedBases {
  readonly documents: WithDocuments['documents'];
  readonly events: Events;
  readonly notifications: Notifications;
  readonly queue: Queue;
}
