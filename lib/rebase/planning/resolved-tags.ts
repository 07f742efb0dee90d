import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { RebaseQuestion, ResolvedTag } from '../rebase.ts';

/**
 * The tags that a plan depends on, each with what it resolved to when it was asked. That alone is compared later: what
 * the plan makes of it (a pinned digest, the digest that an image claims, a platform's) may differ for good.
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
