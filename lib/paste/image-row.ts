import type { Collector, PasteFormat } from './paste.ts';

/** A row of a list of images or containers, by its cells. */
export interface ImageRow {
  readonly line: number;
  readonly format: PasteFormat;
  /** The repository, or the whole reference. */
  readonly image: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly place?: string;
}

/** Names of the key, or of the CSV column, that holds an image; the first that is there counts. */
export const IMAGE_KEYS = ['reference', 'image', 'images', 'ref', 'name'];

/** What docker prints for a missing name or tag. */
const NONE = '<none>';

/** The start of an image's id, which `docker ps` prints once the image has lost its name. */
const IMAGE_ID = /^(?:sha256:)?(?:[0-9a-f]{12}|[0-9a-f]{64})$/;

/** Adds the image that a row names, or says why it names none. */
export function describeRow({ line, format, image, tag, digest, place }: ImageRow, into: Collector): void {
  const leftOut = (problem: string) =>
    into.leftOut({ line, text: tag === undefined ? image : `${image}:${tag}`, problem });
  if (image.includes(NONE) && digest === undefined) {
    leftOut('This image has no name: no tag points to it any more.');
    return;
  }
  if (image === NONE) {
    leftOut('This image has no name.');
    return;
  }
  if (IMAGE_ID.test(image)) {
    leftOut(`“${image}” is an image id, which names no registry or repository.`);
    return;
  }
  const where = { line, format, ...(place === undefined ? {} : { place }) };
  if (tag === undefined || tag !== NONE) {
    into.found({ ...where, text: tag === undefined ? image : `${image}:${tag}` });
    return;
  }
  if (digest !== undefined && digest !== NONE) {
    into.found({ ...where, text: `${image}@${digest}` });
    return;
  }
  leftOut('This image has no tag any more: another image took it.');
}
