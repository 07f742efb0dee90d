import {
  comparePlatform,
  type PlatformDifference,
  pairImages,
} from '#lib/difference/documents/compare-images.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, type Reference } from '#lib/oci/reference.ts';
import { missingPlatforms } from '#lib/rebase/planning/old-base/pair-platforms.ts';
import type { ImageSource } from '#lib/rebase/rebase.ts';
import { withBudget } from '#lib/registry/wrappers/budget.ts';
import type { WithDocuments, WithRegistry } from '../capabilities.ts';
import { RebaseRefusedError } from '../rebase/errors.ts';
import { loadImage, NotAnImageError } from '../rebase/planning/load-image.ts';
import { NotComparableError } from './errors.ts';

/** Two images by their names, with or without a digest. */
export interface ImagesToCompare {
  readonly from: string;
  readonly to: string;
}

/** One of two compared images: its name, and the digest that was compared. */
export interface ComparedImage {
  readonly reference: Reference;
  readonly digest: Digest;
  readonly source: ImageSource;
}

/** What differs in the documents of two images. */
export interface ImageDifference {
  readonly from: Pick<ComparedImage, 'reference' | 'digest'>;
  readonly to: Pick<ComparedImage, 'reference' | 'digest'>;
  readonly platforms: readonly PlatformDifference[];
  /** Platforms that an image lists and its registry does not have: they are not compared. */
  readonly missing: { readonly from: readonly string[]; readonly to: readonly string[] };
}

/** What reading the documents of two images may cost. */
const BUDGET = { ms: 60_000, calls: 1000 };

/**
 * Compares the manifests and configs of two images: layers, sizes and settings, by platform. A name with a digest is that
 * digest, whatever its tag has now. Throws `ReferenceSyntaxError`, {@link NotComparableError}, and `RegistryError` for
 * what cannot be read.
 */
export async function compareImages(
  context: WithDocuments & WithRegistry,
  { from, to }: ImagesToCompare,
  signal?: AbortSignal,
): Promise<ImageDifference> {
  const limited = { ...context, registry: withBudget(context.registry, { ...BUDGET, signal }) };
  const [before, after] = await Promise.all([loadNamed(limited, from), loadNamed(limited, to)]);
  return {
    from: { reference: before.reference, digest: before.digest },
    to: { reference: after.reference, digest: after.digest },
    platforms: pairImages(before.source, after.source).map(comparePlatform),
    missing: { from: missingPlatforms(before.source), to: missingPlatforms(after.source) },
  };
}

/** An image by its name, as {@link compareImages} reads it. */
export async function loadNamed(context: WithDocuments & WithRegistry, text: string): Promise<ComparedImage> {
  const reference = parseReference(text);
  const digest = reference.digest ?? (await context.registry.resolve(reference)).digest;
  try {
    return { reference, digest, source: await loadImage(context, reference, digest) };
  } catch (error) {
    if (error instanceof NotAnImageError || error instanceof RebaseRefusedError)
      throw new NotComparableError(`${formatReference(reference)} cannot be compared. ${error.message}`, {
        cause: error,
      });
    throw error;
  }
}
