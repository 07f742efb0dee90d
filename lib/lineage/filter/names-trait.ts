import type { FILTER_TRAITS } from '../vocabulary/filter-keys.ts';
import { type Filter, termsOf } from './filter.ts';

/** Whether a filter contains `is:` with this value anywhere, negated or not. */
export function namesTrait(filter: Filter, trait: (typeof FILTER_TRAITS)[number]): boolean {
  return termsOf(filter).some((term) => term.key === 'is' && term.values.includes(trait));
}
