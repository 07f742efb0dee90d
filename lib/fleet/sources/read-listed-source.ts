import type { Source } from '#lib/sources/source.ts';
import type { ListingRun, SourceReading } from './listing-run.ts';
import { readRegistrySource } from './read-registry-source.ts';
import type { SourceContext } from './source-context.ts';

/**
 * Reads a source of any kind. A kind that is no registry returns its mentions as a whole: its reader gives a
 * `MentionListing`, to which `found` is added.
 */
export async function readListedSource(
  context: SourceContext,
  source: Source,
  run: ListingRun,
): Promise<SourceReading> {
  switch (source.kind) {
    case 'push':
      throw new Error('the mentions of this source are posted: it is never listed');
    default:
      return readRegistrySource(context, source, run);
  }
}
