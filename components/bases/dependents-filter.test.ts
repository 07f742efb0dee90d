import { describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { dependentsFilter, shownStatuses } from './dependents-filter.ts';

describe('dependentsFilter', () => {
  it('selects the images directly based on a base, or through others, of a status', () => {
    const base = '127.0.0.1:5000/platform/base:12';
    expect(parseFilter(dependentsFilter(base, 'direct', null))).toEqual([{ key: 'base', values: [base] }]);
    expect(parseFilter(dependentsFilter(base, 'through', 'stale'))).toEqual([
      { key: 'ancestor', values: [base] },
      { not: { key: 'base', values: [base] } },
      { key: 'status', values: ['stale'] },
    ]);
  });
});

describe('shownStatuses', () => {
  it('lists the statuses that have images, and the chosen one', () => {
    const counts = { stale: 2, 'up-to-date': 0, broken: 1 };
    expect(
      shownStatuses(counts, null)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['broken', 'stale']);
    expect(shownStatuses(counts, 'pinned').map(({ status }) => status)).toContain('pinned');
  });
});
