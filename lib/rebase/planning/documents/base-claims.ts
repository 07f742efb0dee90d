import { ANNOTATION } from '#lib/oci/annotations.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, watchedTag } from '#lib/oci/reference.ts';
import type { RebaseQuestion } from '../../rebase.ts';

/** What the rebased image says about its base. */
export interface NewClaim {
  /** Fully qualified. */
  readonly name: string;
  /** What the name resolves to: an index, or a manifest. */
  readonly digest: Digest;
  /** The base's manifest for the platform whose document makes the claim. */
  readonly platformDigest: Digest;
  /** What the old base's name resolved to; null where that is not known. */
  readonly oldDigest: Digest | null;
}

/** The new base's name as claims carry it: its tag, or where it has none its digest. */
export function newBaseName({ newBase: { reference, source } }: Pick<RebaseQuestion, 'newBase'>): string {
  const tag = watchedTag(reference);
  return formatReference(tag ?? { ...reference, digest: source.document.digest });
}

type Texts = Readonly<Record<string, string>>;

/** Whether the texts claim a base. Scratch images of some builders have both keys, empty. */
export function claimsBase(texts: Texts | null | undefined): boolean {
  return Boolean(texts?.[ANNOTATION.baseName] || texts?.[ANNOTATION.baseDigest]);
}

/**
 * Annotations (or labels) that claim the new base. `top` is a document with no index above it: it gets the digest that
 * the name resolves to. A `child` of an index keeps its convention: if it had the old index's digest it gets the new
 * index's, otherwise the platform manifest's.
 */
export function withClaim(texts: Texts | null | undefined, claim: NewClaim, place: 'top' | 'child'): Texts {
  const before = texts?.[ANNOTATION.baseDigest];
  const asIndex = place === 'top' || (before !== undefined && before === claim.oldDigest);
  return {
    ...texts,
    [ANNOTATION.baseName]: claim.name,
    [ANNOTATION.baseDigest]: asIndex ? claim.digest : claim.platformDigest,
  };
}
