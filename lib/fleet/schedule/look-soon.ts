import { formatReference, formatRepository } from '#lib/oci/reference.ts';
import { hastenTags } from '#lib/store/tags/hasten-tags.ts';
import type { WithDatabase } from '../capabilities.ts';

/** A tag that may have moved; without `tag`, all tags of the repository. */
export interface Hint {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
}

/**
 * Has tags requested within a few seconds, before all others of their registries: somebody says that they moved. A hint
 * proves nothing: the registry is asked. However many hints come, a tag is requested at most once in ten seconds, and
 * always once after the last one. Tags that no verdict depends on are ignored. Returns how many tags are requested.
 */
export async function lookSoon({ db }: WithDatabase, references: readonly Hint[]): Promise<number> {
  const tags = references.flatMap(({ registry, repository, tag }) =>
    tag === undefined ? [] : [formatReference({ registry, repository, tag })],
  );
  const whole = references.flatMap((hint) => (hint.tag === undefined ? [formatRepository(hint)] : []));
  return hastenTags(db, [...new Set(tags)], [...new Set(whole)]);
}
