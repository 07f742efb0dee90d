import type { Filter } from './filter.ts';
import { namesTrait } from './names-trait.ts';

/** The filter without images of the sample fleet, unless it names them itself: `is:sample`. */
export function leaveOutSample(filter: Filter): Filter {
  return namesTrait(filter, 'sample') ? filter : [...filter, { not: { key: 'is', values: ['sample'] } }];
}
