import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { FilterKey } from '#lib/lineage/vocabulary/filter-keys.ts';
import { type SuggestedValue, suggestValues } from '#lib/store/images/suggest-values.ts';
import type { WithDatabase } from '../capabilities.ts';

/** Values of a key that contain a text, among the images under the rest of a filter. Throws `FilterSyntaxError`. */
export async function suggestFilterValues(
  { db }: WithDatabase,
  request: {
    readonly key: FilterKey;
    readonly value?: string | undefined;
    readonly filter?: string | undefined;
  },
): Promise<SuggestedValue[]> {
  return suggestValues(db, request.key, request.value ?? '', parseFilter(request.filter ?? ''));
}
