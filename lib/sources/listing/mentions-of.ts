import { formatReference } from '#lib/oci/reference.ts';
import type { Mention } from '../mention.ts';
import type { FoundTag } from '../selection/found-tag.ts';

/** The mentions of a registry's tags: kind `stored`, with the repository as the place. */
export function mentionsOf(tags: readonly FoundTag[]): Mention[] {
  return tags.map(({ registry, repository, tag, digest, pushedAt }) => ({
    reference: formatReference({ registry, repository, tag }),
    ...(digest === undefined ? {} : { digest }),
    kind: 'stored',
    place: {
      registry,
      repository,
      ...(pushedAt === undefined ? {} : { pushedAt: new Date(pushedAt).toISOString() }),
    },
  }));
}
