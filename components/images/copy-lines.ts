import type { ImageView } from '#lib/api/contract/images/images.ts';
import { isDigest } from '#lib/oci/digest.ts';
import { formatAtDigest, parseReference } from '#lib/oci/reference.ts';

/** A text about an image that can be copied. */
export interface CopyLine {
  readonly words: string;
  readonly text: string;
}

/** What can be copied of an image: its reference and, once its digest is known, commands for exactly that image. */
export function copyLines({ reference, digest }: Pick<ImageView, 'reference' | 'digest'>): CopyLine[] {
  const lines = [{ words: 'Copy reference', text: reference }];
  if (digest === null || !isDigest(digest)) return lines;
  const exact = formatAtDigest(parseReference(reference), digest);
  return [
    ...lines,
    { words: 'Copy reference by digest', text: exact },
    { words: 'Copy docker pull', text: `docker pull ${exact}` },
    { words: 'Copy crane manifest', text: `crane manifest ${exact}` },
  ];
}
