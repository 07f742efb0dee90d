import { onBaseFilter, oneImageFilter } from '#lib/lineage/filter/one-image-filter.ts';
import type { GraphNode } from '#lib/lineage/graph/graph-drawing.ts';
import { isDigest } from '#lib/oci/digest.ts';

/** What the panel offers for a node. */
export interface ImageActions {
  readonly track: boolean;
  readonly openPage: boolean;
  readonly rebase: boolean;
  readonly rebaseDependents: boolean;
  /** The filter of a report, and what it is about; null if there is nothing to share. */
  readonly share: { readonly filter: string; readonly what: string } | null;
}

/**
 * The actions on a node. An unnamed base, known only by its digest, has none that need a name; the past has none that
 * change something.
 */
export function imageActions(
  {
    reference,
    imageId,
    bases,
    dependents,
  }: Pick<GraphNode, 'reference' | 'imageId' | 'bases' | 'dependents'>,
  isPast: boolean,
): ImageActions {
  const isNamed = !isDigest(reference);
  const isTracked = imageId !== null;
  const hasDependents = dependents > 0;
  return {
    track: isNamed && !isTracked && !isPast,
    openPage: isNamed && isTracked,
    rebase: !isPast && isTracked && bases > 0,
    rebaseDependents: !isPast && isNamed && hasDependents,
    share:
      isPast || !isNamed || (!hasDependents && !isTracked)
        ? null
        : hasDependents
          ? { filter: onBaseFilter(reference), what: 'every image based on this one' }
          : { filter: oneImageFilter(reference), what: 'this image and its base chain' },
  };
}
