import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { type DescribedChange, publicSentence } from '#lib/lineage/words/status-change-words.ts';
import { summarise } from '#lib/lineage/words/summary-sentences.ts';
import { readStatusChanges, type StatusChange } from '#lib/store/history/status-changes.ts';
import { readPublicNames } from '#lib/store/sharing/public-images.ts';
import type { WithDatabase } from '../capabilities.ts';

/** A change as a feed shows it. */
export interface FeedChange extends DescribedChange {
  readonly verdictId: string;
  readonly imageId: string;
  readonly at: Date;
}

/** Changes in one feed: feed readers fetch it often enough to miss none. */
const LENGTH = 50;

/**
 * The latest changes of status under a filter's text, newest first; an image's first verdict is no change. With
 * `publicOnly` of public images alone, in words that name no other image. Throws `FilterSyntaxError`.
 */
export async function readFeed(
  context: WithDatabase,
  filterText: string,
  publicOnly: boolean,
): Promise<FeedChange[]> {
  const filter = parseFilter(filterText);
  const { items } = await readStatusChanges(context.db, { filter, publicOnly, first: false, limit: LENGTH });
  if (!publicOnly) return items.map((change) => told(change, summarise(change)));
  const named = await readPublicNames(
    context.db,
    items.flatMap(({ baseName }) => baseName ?? []),
  );
  return items.map((change) => {
    const { status, baseName } = change;
    return told(change, publicSentence(status, baseName !== null && named.has(baseName) ? baseName : null));
  });
}

function told(change: StatusChange, sentence: string): FeedChange {
  const { verdictId, imageId, reference, at, status, previousStatus } = change;
  return { verdictId, imageId, reference, at, status, previousStatus, sentence };
}
