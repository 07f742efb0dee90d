import type { Filter } from './filter.ts';

/** The filter without images of the sample fleet, unless it names them itself: `is:sample`. */
export function leaveOutSample(filter: Filter): Filter {
  if (filter.some(({ key }) => key === 'is')) return filter;
  return [...filter, { key: 'is', values: ['sample'], negated: true }];
}
