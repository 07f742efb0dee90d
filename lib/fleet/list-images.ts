import { parseFilter } from '#lib/lineage/filter.ts';
import { type ListPage, type ListQuery, listImages as listStored } from '#lib/store/image-list.ts';
import { deleteImage, readImage, type TrackedImage } from '#lib/store/images.ts';
import type { FleetContext } from './context.ts';
import { NotFoundError } from './errors.ts';

/** A page of the tracked images. Throws `FilterSyntaxError` and `CursorError`. */
export async function listImages(
  context: FleetContext,
  query: Omit<ListQuery, 'filter'> & { readonly filter: string | undefined },
): Promise<ListPage> {
  return listStored(context.db, { ...query, filter: parseFilter(query.filter ?? '') });
}

/** One tracked image. Throws {@link NotFoundError}. */
export async function getImage(context: FleetContext, id: string): Promise<TrackedImage> {
  const image = await readImage(context.db, id);
  return image ?? notTracked(id);
}

/** Stops tracking an image; what was seen of its tag is kept. Throws {@link NotFoundError}. */
export async function untrackImage(context: FleetContext, id: string): Promise<void> {
  if (!(await deleteImage(context.db, id))) notTracked(id);
}

function notTracked(id: string): never {
  throw new NotFoundError(`No image with the id ${id} is tracked.`);
}
