import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { type ListPage, type ListQuery, listImages as listStored } from '#lib/store/images/image-list.ts';
import { readImage, type TrackedImage } from '#lib/store/images/tracked-images.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { imageNotFound } from '../errors.ts';
import { pastMoment } from '../requested-time.ts';

/** A page of the tracked images, now or as they were. Throws `FilterSyntaxError`, `CursorError`, `TimeRequestError`. */
export async function listImages(
  context: WithDatabase & WithClock,
  query: Omit<ListQuery, 'filter'> & { readonly filter: string | undefined },
): Promise<ListPage> {
  pastMoment(context, query.at, 'at');
  return listStored(context.db, { ...query, filter: parseFilter(query.filter ?? '') });
}

/**
 * One tracked image, now or as it was; then, one that is no longer tracked is found too. Throws `NotFoundError`
 * and `TimeRequestError`.
 */
export async function getImage(
  context: WithDatabase & WithClock,
  id: string,
  at?: Date,
): Promise<TrackedImage> {
  pastMoment(context, at, 'at');
  const image = await readImage(context.db, id, at);
  if (image === undefined) throw imageNotFound(id, at);
  return image;
}
