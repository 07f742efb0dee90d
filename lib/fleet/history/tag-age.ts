import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import { type DigestAge, readCurrentDigests, readDigestAge } from '#lib/store/registries/digest-ages.ts';
import type { WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';

/** When checks saw a tag have a digest. A tag that returns to a digest keeps the time when it first had it. */
export interface TagAge extends DigestAge {
  /** Fully qualified, with its tag. */
  readonly reference: string;
}

/**
 * When checks first and last saw a tag have a digest: the given one, the one that the reference names, or the one that
 * the tag has now. Throws {@link NotFoundError} if no check saw it, and `ReferenceSyntaxError`.
 */
export async function tagAge(
  { db }: WithDatabase,
  text: string,
  digest: Digest | undefined,
): Promise<TagAge> {
  const { digest: named, ...tagged } = parseReference(text);
  const reference = formatReference({ ...tagged, tag: tagged.tag ?? 'latest' });
  const wanted = digest ?? named;
  const age = await readDigestAge(db, reference, wanted);
  if (age !== undefined) return { reference, ...age };
  const what = wanted === undefined ? 'a digest' : wanted;
  throw new NotFoundError(
    `No check has seen ${reference} have ${what}. Ages are known for tags that Baseboard checks.`,
  );
}

/**
 * The tags of a repository that checks have seen, each with its current digest, the one that was seen first before others.
 * A text with a tag means that tag alone. Throws `ReferenceSyntaxError`.
 */
export async function tagReleases(
  { db }: WithDatabase,
  text: string,
): Promise<readonly (DigestAge & { readonly tag: string })[]> {
  const { registry, repository, tag } = parseReference(text);
  const isOneTag = /:[^/]*$/.test(text.trim().split('@', 1)[0] ?? '');
  const start = `${registry}/${repository}:`;
  const found = await readCurrentDigests(db, start, isOneTag ? tag : undefined);
  return found.map(({ reference, ...age }) => ({ ...age, tag: reference.slice(start.length) }));
}
