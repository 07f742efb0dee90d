import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { type ListPage, type ListQuery, listImages as listStored } from '#lib/store/images/image-list.ts';
import { deleteImage, readImage, type TrackedImage } from '#lib/store/images/tracked-images.ts';
import type { FleetContext } from '../context.ts';
import { NotFoundError } from '../errors.ts';
import { pastMoment } from '../requested-time.ts';
import { askersOf } from '../scan/layer-evidence.ts';
import { beginScan } from '../scan/scan-images.ts';

/** A page of the tracked images, now or as they were. Throws `FilterSyntaxError`, `CursorError`, `TimeRequestError`. */
export async function listImages(
  context: FleetContext,
  query: Omit<ListQuery, 'filter'> & { readonly filter: string | undefined },
): Promise<ListPage> {
  pastMoment(context, query.at, 'at');
  return listStored(context.db, { ...query, filter: parseFilter(query.filter ?? '') });
}

/**
 * One tracked image, now or as it was; then, one that is no longer tracked is found too. Throws {@link NotFoundError}
 * and `TimeRequestError`.
 */
export async function getImage(context: FleetContext, id: string, at?: Date): Promise<TrackedImage> {
  pastMoment(context, at, 'at');
  const image = await readImage(context.db, id, at);
  return image ?? notTracked(id, at);
}

/**
 * Stops tracking an image; what was seen of its tag is kept. Images whose layers are evidence for its name are scanned:
 * it may be none any more. Throws {@link NotFoundError}.
 */
export async function untrackImage(context: FleetContext, id: string): Promise<void> {
  const image = await readImage(context.db, id);
  if (image === undefined || !(await deleteImage(context.db, id, context.clock()))) return notTracked(id);
  const affected = await askersOf(context, image.reference);
  if (affected.length > 0) await beginScan(context, affected);
}

function notTracked(id: string, at?: Date): never {
  const when = at === undefined ? 'is tracked' : `was tracked at ${at.toISOString()}`;
  throw new NotFoundError(`No image with the id ${id} ${when}.`);
}
