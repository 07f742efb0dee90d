import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { readSelected, type Selected, type SelectedImage } from '#lib/store/images/selected-images.ts';
import type { WithDatabase } from '../capabilities.ts';

/** Images as a request selects them: by id, or by a filter's text. */
export interface ImageSelection {
  readonly ids?: readonly string[] | undefined;
  readonly filter?: string | undefined;
  readonly except?: readonly string[] | undefined;
  /** How many the filter selected when the caller decided; any number by default. */
  readonly expected?: number | undefined;
}

/** A filter selects another number of images than the caller decided about. */
export class SelectionChangedError extends Error {
  override name = 'SelectionChangedError';
  constructor(expected: number, found: number) {
    super(
      `${counted(found, 'image')} ${found === 1 ? 'matches' : 'match'} the filter now, not ${expected}. Nothing was changed. Look at the images and try again.`,
    );
  }
}

/** The selected images that are tracked, and how many of the ids are not. */
export interface FoundImages {
  readonly images: readonly SelectedImage[];
  readonly gone: number;
}

/** A selection with its filter parsed. Throws `FilterSyntaxError`. */
export function parseSelection({ ids, filter, except }: ImageSelection): Selected {
  return ids === undefined ? { filter: parseFilter(filter ?? ''), except: except ?? [] } : { ids };
}

/** Reads the selected images. Throws `FilterSyntaxError` and {@link SelectionChangedError}. */
export async function selectImages({ db }: WithDatabase, selection: ImageSelection): Promise<FoundImages> {
  const images = await readSelected(db, parseSelection(selection));
  requireExpected(selection, images.length);
  const asked = selection.ids === undefined ? images.length : new Set(selection.ids).size;
  return { images, gone: asked - images.length };
}

/** Throws {@link SelectionChangedError} if a selection has become another. */
export function requireExpected({ expected }: ImageSelection, found: number): void {
  if (expected !== undefined && expected !== found) throw new SelectionChangedError(expected, found);
}
