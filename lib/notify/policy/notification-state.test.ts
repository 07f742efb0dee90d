import { describe, expect, it } from 'vitest';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { CHANGE } from '../channel.ts';
import { nextStep } from './next-step.ts';
import { CHANGE_OF_STATUS, IS_TROUBLE, REMINDERS, stateAfter, stateAfterHold } from './notification-state.ts';

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

describe('the end of a hold', () => {
  it.each([
    ['known trouble is reported again', 'stale', { change: 'stale', alarmed: true }, 'fresh'],
    ['trouble that was never reported stays skipped', 'stale', { change: 'stale', alarmed: false }, 'stale'],
    ['other trouble is a change anyway', 'broken', { change: 'stale', alarmed: true }, 'stale'],
    ['the end of trouble is a change anyway', 'fresh', { change: 'stale', alarmed: true }, 'stale'],
    ['nothing was and is wrong', 'fresh', { change: 'fresh', alarmed: false }, 'fresh'],
  ] as const)('%s', (_, current, state, change) => {
    expect(stateAfterHold(current, state)).toEqual({ ...state, change });
  });

  it('leads to a message for those who ask for the change, and the table for the store says the same', () => {
    for (const { current, state, next } of REMINDERS) {
      expect(stateAfterHold(current, state)).toEqual(next);
      const step = nextStep(CHANGE, { current, state: next, matches: true, snoozed: false });
      expect(step.kind).toBe('notify');
    }
    expect(REMINDERS.map(({ current }) => current)).toEqual(['stale', 'broken', 'unknown']);
  });
});
