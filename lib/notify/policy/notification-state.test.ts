import { expect, it } from 'vitest';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { CHANGE } from '../channel.ts';
import { CHANGE_OF_STATUS, IS_TROUBLE, stateAfter } from './notification-state.ts';

it.each([
  ['up-to-date', 'fresh'],
  ['pinned', 'fresh'],
  ['root', 'fresh'],
  ['stale', 'stale'],
  ['stale-by-ancestor', 'stale'],
  ['broken', 'broken'],
  ['unknown', 'unknown'],
  ['pending', null],
] as const)('%s counts as %s', (status, change) => {
  expect(CHANGE_OF_STATUS[status]).toBe(change);
});

it('every status counts as something', () => {
  expect(Object.keys(CHANGE_OF_STATUS).toSorted()).toEqual([...STATUS].toSorted());
});

it('after a change, readers know of trouble unless it is its end', () => {
  expect(CHANGE.map(stateAfter)).toEqual([
    { change: 'stale', alarmed: true },
    { change: 'broken', alarmed: true },
    { change: 'unknown', alarmed: true },
    { change: 'fresh', alarmed: false },
  ]);
  expect(CHANGE.filter((change) => !IS_TROUBLE[change])).toEqual(['fresh']);
});
