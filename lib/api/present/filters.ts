import type { SavedFilter } from '#lib/store/images/saved-filters.ts';
import type { SavedFilterView } from '../contract/images/filters.ts';

/** A saved filter in the contract's format. */
export function presentSavedFilter({ id, name, filter, savedBy, savedAt }: SavedFilter): SavedFilterView {
  return { id, name, filter, savedBy, savedAt: savedAt.toISOString() };
}
