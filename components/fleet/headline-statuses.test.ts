import { expect, it } from 'vitest';
import { status } from '#lib/api/contract/images/lineage.ts';
import { headlineStatuses } from './headline-statuses.ts';

it('every status is in the headline if it has images', () => {
  const byStatus = Object.fromEntries(status.options.map((each, index) => [each, index + 1]));
  const shown = headlineStatuses(byStatus as Parameters<typeof headlineStatuses>[0], '');
  expect(shown.map((each) => each.status).toSorted()).toEqual(status.options.toSorted());
  expect(shown.every(({ isOn }) => !isOn)).toBe(true);
});

it('a status without images is shown only if the filter names it', () => {
  const byStatus = { stale: 3, broken: 0 } as Parameters<typeof headlineStatuses>[0];
  expect(headlineStatuses(byStatus, '')).toEqual([{ status: 'stale', count: 3, isOn: false }]);
  expect(headlineStatuses(byStatus, 'status:broken')).toEqual([
    { status: 'stale', count: 3, isOn: false },
    { status: 'broken', count: 0, isOn: true },
  ]);
});
