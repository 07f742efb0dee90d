import { formatReference, parseReference, type Reference, ReferenceSyntaxError } from '#lib/oci/reference.ts';
import { findImages, insertImages, type TrackedImage } from '#lib/store/images/tracked-images.ts';
import { TrackRequestError } from '../errors.ts';
import { announceScan, type ScanContext, storeScan } from '../scan/scan-images.ts';

/**
 * Tracks references and scans the new ones in the background. Returns one image for each reference, in the order given;
 * one that is tracked already is returned, not added twice; `added` tells them apart. Throws {@link TrackRequestError}
 * if any is malformed, and tracks none then. `listed` puts the index of a malformed one into the error.
 */
export async function trackImages(
  context: ScanContext,
  texts: readonly string[],
  listed: boolean,
): Promise<(TrackedImage & { readonly added: boolean })[]> {
  const references = texts.map((text, index) => parse(text, listed ? index : undefined));
  const unique = [
    ...new Map(references.map((reference) => [formatReference(reference), reference])).values(),
  ];
  // Together: an image without a scan would wait for the next scheduled one.
  const { tracked, isNew, scan } = await context.db.transaction(async (within) => {
    const { tracked, added } = await insertImages(within, unique, context.clock());
    const isNew = new Set(added);
    const subjects = unique.flatMap((reference) => {
      const image = tracked.get(formatReference(reference));
      return image && isNew.has(image.id) ? [{ id: image.id, registry: reference.registry }] : [];
    });
    return {
      tracked,
      isNew,
      scan: subjects.length > 0 ? await storeScan(context, within, subjects) : undefined,
    };
  });
  if (scan !== undefined) await announceScan(context, scan);
  return references.flatMap((reference) => {
    const image = tracked.get(formatReference(reference));
    return image ? [{ ...image, added: isNew.has(image.id) }] : [];
  });
}

/** The images that are tracked under these references. Throws {@link TrackRequestError} if any is malformed. */
export async function trackedAmong(
  context: Pick<ScanContext, 'db'>,
  texts: readonly string[],
): Promise<TrackedImage[]> {
  const references = texts.map((text, index) => formatReference(parse(text, index)));
  return findImages(context.db, references);
}

function parse(text: string, index: number | undefined): Reference {
  try {
    return parseReference(text);
  } catch (error) {
    if (!(error instanceof ReferenceSyntaxError)) throw error;
    const where = index === undefined ? '' : `references[${index}]: `;
    throw new TrackRequestError(`${where}${error.message}`, index, { cause: error });
  }
}
