import type { JudgeSources } from '#lib/judging/sources/sources.ts';
import type {
  WithClock,
  WithDatabase,
  WithDocuments,
  WithEvents,
  WithLog,
  WithTagCaches,
  WithTrustedBases,
} from '../capabilities.ts';
import type { WithNotificationQueue } from '../services/notification-queue.ts';

/** What storing verdicts needs. */
export interface VerdictContext
  extends WithDatabase,
    WithClock,
    WithEvents,
    WithTrustedBases,
    WithNotificationQueue,
    Pick<JudgeSources, 'knownImages'> {
  readonly documents: Pick<WithDocuments['documents'], 'written'>;
}

/** What checking tracked images needs: the sources of a judgement, and what storing its verdict needs. */
export interface CheckContext extends JudgeSources, VerdictContext, WithTagCaches, WithLog {
  readonly documents: WithDocuments['documents'];
}
