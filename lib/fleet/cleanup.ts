import { writeMissingEdges } from '#lib/store/edges/write-edges.ts';
import { forgetBaseNames } from '#lib/store/images/base-names.ts';
import { forgetOldSessions } from './access/sessions.ts';
import { forgetDifferences } from './differences/compare-contents.ts';
import { forgetDocuments } from './images/delete-old-documents.ts';
import type { ExecutionContext } from './rebase/execution/execution-context.ts';
import { releaseOldDigests } from './rebase/execution/protect-old-digest.ts';
import { forgetOldPlans } from './rebase/planning/plan-rebase.ts';
import { recheckUnclearTags } from './rebase/recovery/recheck-unclear-tags.ts';
import { forgetOldListings } from './sources/due-sources.ts';

/** Recurring cleanup; some of it sends requests to registries and may take a while. */
export async function cleanUp(context: ExecutionContext): Promise<void> {
  await recheckUnclearTags(context);
  await releaseOldDigests(context);
  await forgetOldPlans(context);
  await forgetDocuments(context);
  await forgetDifferences(context);
  await forgetOldSessions(context);
  await forgetOldListings(context);
  await writeMissingEdges(context.db);
  await forgetBaseNames(context.db, context.clock());
}
