import { parseFilter } from '#lib/lineage/filter.ts';
import { readImage, type TrackedImage } from '#lib/store/images.ts';
import { type Marking, markPublic } from '#lib/store/public-marks.ts';
import type { FleetContext } from './context.ts';
import { NotFoundError } from './errors.ts';

/** Images to be marked: those of a filter's text, or those of some ids. */
export type MarkRequest = { readonly filter: string } | { readonly ids: readonly string[] };

/**
 * Marks images public, so that their badges and the public feed show them to whoever asks, or private again.
 * Ids that are not tracked are passed over. Throws `FilterSyntaxError`.
 */
export async function markImages(
  context: FleetContext,
  asked: MarkRequest,
  isPublic: boolean,
): Promise<Marking> {
  const marked = 'ids' in asked ? asked : { filter: parseFilter(asked.filter) };
  return markPublic(context.db, marked, isPublic);
}

/** Marks one image, and answers it as it is then. Throws {@link NotFoundError}. */
export async function markImage(context: FleetContext, id: string, isPublic: boolean): Promise<TrackedImage> {
  await markPublic(context.db, { ids: [id] }, isPublic);
  const image = await readImage(context.db, id);
  if (image === undefined) throw new NotFoundError(`No image with the id ${id} is tracked.`);
  return image;
}
