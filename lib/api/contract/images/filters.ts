import { z } from 'zod';
import { FILTER_KEYS } from '#lib/lineage/vocabulary/filter-keys.ts';
import { filterText, page, time } from '../primitives.ts';
import { id } from './images.ts';

const line = z.string().regex(/^\P{Cc}*$/u, 'has control characters');
const name = line.trim().min(1, 'a name is missing').max(100);
const filter = line.trim().max(2000);

/** Values for a key of the filter language, among the images under the rest of the filter. */
export const suggestionsQuery = z.object({
  key: z.enum(FILTER_KEYS),
  /** What is typed of the value. */
  value: line.max(300).optional(),
  /** The filter without this term. */
  filter: filterText.optional(),
});

/** At most a dozen values: those that begin with what is typed first, then by their number of images. */
export const suggestions = z.object({
  items: z.array(z.object({ value: z.string(), images: z.number().int() })),
});

/** A filter that is kept under a name, for everyone who may see the fleet. */
export const savedFilter = z.object({
  id,
  name: z.string(),
  filter: z.string(),
  savedBy: z.string(),
  savedAt: time,
});

/** All of them: there are never more than fit on one page. */
export const savedFilterList = page(savedFilter);

export const savedFilterRequest = z.strictObject({ name, filter });

export const savedFilterPatch = z
  .strictObject({ name: name.optional(), filter: filter.optional() })
  .refine(
    (request) => Object.values(request).some((value) => value !== undefined),
    'send "name" or "filter"',
  );

export type SuggestionsView = z.infer<typeof suggestions>;
export type SavedFilterView = z.infer<typeof savedFilter>;
export type SavedFilterListView = z.infer<typeof savedFilterList>;
