import type { JudgeSources } from '#lib/judging/sources/sources.ts';
import type { WithDatabase, WithDeclaredBases, WithDocuments, WithTagCaches } from '../../capabilities.ts';
import type { WithPush } from '../push.ts';

/** What reading an image and its bases for a plan needs. */
export interface GatherContext extends JudgeSources, WithDeclaredBases, WithTagCaches {
  readonly documents: WithDocuments['documents'];
}

/** What planning needs: it reads registries, stores the plan, and says whether it may be executed here. */
export interface PlanContext extends GatherContext, WithDatabase, WithPush {}
