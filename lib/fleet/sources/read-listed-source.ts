import type { Source } from '#lib/sources/source.ts';
import type { ListingRun, SourceReading } from './listing-run.ts';
import { readClusterSource } from './read-cluster-source.ts';
import { readRegistrySource } from './read-registry-source.ts';
import { readRepositorySource } from './read-repository-source.ts';
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
    case 'files':
      throw new Error('what this source mentions is sent to it: it is never listed');
    case 'kubernetes':
    case 'argocd':
      return readClusterSource(context, source, run);
    case 'github':
    case 'gitlab-files':
      return readRepositorySource(context, source, run);
    default:
      return readRegistrySource(context, source, run);
  }
}
