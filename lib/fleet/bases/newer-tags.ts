import { isVersionTag, newerTags } from '#lib/lineage/chain/newer-tag.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { WithRegistry } from '../capabilities.ts';

/** The most newer tags that are listed. */
const MAX_TAGS = 20;

/** The newer tags of a base. */
export interface NewerTags {
  /** False if the tag is no version, such as `latest`: then no other tag is newer than it. */
  readonly comparable: boolean;
  /** Tags of the same shape with a greater version, newest first. */
  readonly tags: readonly string[];
  readonly total: number;
}

/**
 * The newer tags of a base's repository, from its registry. A tag that is no version costs no request. Throws
 * `ReferenceSyntaxError`, and `RegistryError` if the tags cannot be listed.
 */
export async function findNewerTags(context: WithRegistry, text: string): Promise<NewerTags> {
  const reference = parseReference(text);
  const { tag } = reference;
  if (tag === undefined || !isVersionTag(tag)) return { comparable: false, tags: [], total: 0 };
  const found = newerTags(tag, await context.registry.listTags(reference));
  return { comparable: true, tags: found.slice(0, MAX_TAGS), total: found.length };
}
