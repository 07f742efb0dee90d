import type { ComparedContents } from '#lib/fleet/differences/compare-contents.ts';
import type { ImageDifference } from '#lib/fleet/differences/compare-images.ts';
import { formatReference } from '#lib/oci/reference.ts';
import type { ContentsView, DifferenceView } from '../contract/differences.ts';
import { mutable } from './mutable.ts';

/** What differs in two images' documents, in the contract's format. */
export function presentDifference({ from, to, ...difference }: ImageDifference): DifferenceView {
  const named = ({ reference, digest }: ImageDifference['from']) => ({
    reference: formatReference(reference),
    digest,
  });
  return mutable({ ...difference, from: named(from), to: named(to) });
}

/** What differs in two images' contents, in the contract's format. */
export function presentContents(contents: ComparedContents): ContentsView {
  return mutable(contents);
}
