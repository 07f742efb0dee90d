import { type Filter, termsOf } from './filter.ts';

/** The filter without images of the sample fleet, unless it names them itself: `is:sample`. */
export function leaveOutSample(filter: Filter): Filter {
  const names = termsOf(filter).some((term) => term.key === 'is' && term.values.includes('sample'));
  return names ? filter : [...filter, { not: { key: 'is', values: ['sample'] } }];
}
