import type { KnownImage } from '#lib/lineage/facts/facts.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { formatReference } from '#lib/oci/reference.ts';

const MARK = 'layers ';

/** The key of a question about known images among a verdict's inputs, beside the tags. */
export function layersInput(diffIds: readonly Digest[]): string {
  return `${MARK}${diffIds.join(' ')}`;
}

/** The layers that an input of a verdict is about; `undefined` if the input is a tag. */
export function parseLayersInput(input: string): readonly Digest[] | undefined {
  return input.startsWith(MARK) ? input.slice(MARK.length).split(' ').filter(isDigest) : undefined;
}

/** The answer as an input's value: it changes if a matching image becomes known, is forgotten or is tracked. */
export function answerInput(images: readonly KnownImage[]): string | null {
  if (images.length === 0) return null;
  const lines = images.map(
    ({ reference, platform, digest, tracked }) =>
      `${formatReference(reference)} ${platform} ${digest} ${tracked ? 'tracked' : 'trusted'}`,
  );
  return digestOf(lines.join('\n'));
}
