import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { RebaseQuestion, ResolvedTag } from '../../rebase.ts';

/**
 * The tags that a plan depends on, each with what it resolved to when the plan was made. Only that is compared later: the
 * digest that the plan uses (a pinned, claimed or platform digest) may legitimately differ.
 */
export function resolvedTags({
  reference,
  original,
  target,
  targetDigest,
  base,
}: Pick<RebaseQuestion, 'reference' | 'original' | 'target' | 'targetDigest'> & {
  /** The base's name, and what its tag resolved to. */
  readonly base: { readonly reference: Reference; readonly digest: ResolvedTag['digest'] };
}): ResolvedTag[] {
  const tag = watchedTag(base.reference);
  const all: ResolvedTag[] = [
    ...(tag === undefined ? [] : [{ reference: formatReference(tag), digest: base.digest }]),
    { reference: formatReference(reference), digest: original.document.digest },
    { reference: formatReference(target), digest: targetDigest },
  ];
  return [...new Map(all.map((each) => [`${each.reference} ${each.digest}`, each])).values()];
}
