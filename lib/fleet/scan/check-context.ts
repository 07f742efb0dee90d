import type { JudgeSources } from '#lib/judging/sources/sources.ts';
import type {
  WithDeclaredBases,
  WithDocuments,
  WithLog,
  WithTagCaches,
  WithTrustedBases,
} from '../capabilities.ts';
import type { Events } from '../services/events.ts';
import type { StoreContext } from './store-verdicts.ts';

/** What storing judgements with their evidence needs. */
export interface VerdictContext extends StoreContext, WithTrustedBases, Pick<JudgeSources, 'knownImages'> {
  readonly documents: Pick<WithDocuments['documents'], 'written'>;
}

/** What checking tracked images needs: the sources of a judgement, and what storing its verdict needs. */
export interface CheckContext
  extends JudgeSources,
    VerdictContext,
    WithDeclaredBases,
    WithTagCaches,
    WithLog {
  readonly documents: WithDocuments['documents'];
  readonly events: Pick<Events, 'publish' | 'subscribe'>;
}
