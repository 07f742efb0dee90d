import type { z } from 'zod';
import type { Principal } from '#lib/access/roles.ts';
import type { WithClock, WithDatabase } from '#lib/fleet/capabilities.ts';
import { changeFilter, deleteFilter, savedFilters, saveFilter } from '#lib/fleet/filters/saved-filters.ts';
import { suggestFilterValues } from '#lib/fleet/filters/suggest-filter-values.ts';
import type {
  SavedFilterListView,
  SuggestionsView,
  savedFilterPatch,
  savedFilterRequest,
  suggestionsQuery,
} from '../../contract/images/filters.ts';
import { presentSavedFilter } from '../../present/filters.ts';
import { knownId } from './known-id.ts';

/** Saved filters and suggestions for the filter box, with the contract's types. */
export function createFilterApplication(context: WithDatabase & WithClock) {
  return {
    async listSavedFilters(): Promise<SavedFilterListView> {
      return { items: (await savedFilters(context)).map(presentSavedFilter), nextCursor: null };
    },
    saveFilter: async (request: z.output<typeof savedFilterRequest>, who: Principal) =>
      presentSavedFilter(await saveFilter(context, request, who.name)),
    changeFilter: async (id: string, request: z.output<typeof savedFilterPatch>) =>
      presentSavedFilter(await changeFilter(context, knownId(id), request)),
    deleteFilter: (id: string) => deleteFilter(context, knownId(id)),
    async suggestFilterValues(query: z.output<typeof suggestionsQuery>): Promise<SuggestionsView> {
      return { items: await suggestFilterValues(context, query) };
    },
  };
}
