import { expect, it } from 'vitest';
import { status } from '#lib/api/contract/images/lineage.ts';
import { cannotPull, headlineStatuses, staleRunning, toggleStaleRunning } from './headline-statuses.ts';

type Summary = Parameters<typeof headlineStatuses>[0];

it('every status is in the headline if it has images', () => {
  const byStatus = Object.fromEntries(status.options.map((each, index) => [each, index + 1]));
  const shown = headlineStatuses({ byStatus: byStatus as Summary['byStatus'], snoozed: {} }, '');
  expect(shown.map((each) => each.status).toSorted()).toEqual(status.options.toSorted());
  expect(shown.every(({ isOn }) => !isOn)).toBe(true);
});

it('a status without images is shown only if the filter names it', () => {
  const summary = { byStatus: { stale: 3, broken: 0 }, snoozed: { stale: 2 } } as unknown as Summary;
  expect(headlineStatuses(summary, '')).toEqual([{ status: 'stale', count: 3, snoozed: 2, isOn: false }]);
  expect(headlineStatuses(summary, 'status:broken')).toEqual([
    { status: 'stale', count: 3, snoozed: 2, isOn: false },
    { status: 'broken', count: 0, snoozed: 0, isOn: true },
  ]);
});

it('stale images that run are counted if there are any, and filtered by one press', () => {
  const none = { mentioned: { images: 2, running: 1, staleRunning: 0, cannotPull: 0 } };
  const some = { mentioned: { images: 2, running: 2, staleRunning: 1, cannotPull: 1 } };
  const on = toggleStaleRunning('cluster:prod status:broken');
  expect(on).toBe('cluster:prod status:stale running:yes');
  expect(toggleStaleRunning(on)).toBe('cluster:prod');
  expect(staleRunning(none, '')).toBeNull();
  expect(staleRunning(none, on)).toEqual({ count: 0, isOn: true });
  expect(staleRunning(some, 'status:stale')).toEqual({ count: 1, isOn: false });
});

it('images that cannot be pulled again are counted if there are any', () => {
  const none = { mentioned: { images: 2, running: 1, staleRunning: 0, cannotPull: 0 } };
  expect(cannotPull(none, 'is:sample')).toBeNull();
  expect(cannotPull(none, 'is:sample is:cannot-pull')).toEqual({ count: 0, isOn: true });
  expect(cannotPull({ mentioned: { ...none.mentioned, cannotPull: 1 } }, '')).toEqual({
    count: 1,
    isOn: false,
  });
});
