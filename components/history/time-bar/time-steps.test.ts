import { describe, expect, it } from 'vitest';
import { momentOf, placeAmong, stepsOf } from './time-steps.ts';

const [FIRST, SECOND] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
const STEPS = [FIRST, SECOND].map((at) => ({ at, what: `change at ${at}` }));

describe('a moment among steps', () => {
  it('follows the last step that is not after it', () => {
    expect(placeAmong(STEPS, '2025-12-31T00:00:00Z').index).toBe(-1);
    expect(placeAmong(STEPS, FIRST).index).toBe(0);
    expect(placeAmong(STEPS, '2026-01-01T12:00:00Z').index).toBe(0);
    expect(placeAmong(STEPS, '2027-01-01T00:00:00Z').index).toBe(1);
  });

  it('names the change only at its own moment', () => {
    expect(placeAmong(STEPS, SECOND).what).toBe(`change at ${SECOND}`);
    expect(placeAmong(STEPS, '2026-01-02T00:00:01Z').what).toBeUndefined();
  });

  it.each([
    ['2025-12-31T00:00:00Z', undefined, FIRST],
    [FIRST, undefined, SECOND],
    ['2026-01-01T12:00:00Z', FIRST, SECOND],
    [SECOND, FIRST, null],
    ['2027-01-01T00:00:00Z', SECOND, null],
  ])('%s lies between %s and %s', (at, earlier, later) => {
    expect(placeAmong(STEPS, at)).toMatchObject({ earlier, later });
  });

  it('without steps leads only to now', () => {
    expect(placeAmong([], FIRST)).toEqual({ index: -1, what: undefined, earlier: undefined, later: null });
  });
});

it('the stop after the last step is now', () => {
  expect([0, 1, 2].map((index) => momentOf(STEPS, index))).toEqual([FIRST, SECOND, null]);
});

it('a step of the fleet counts its changes', () => {
  expect(stepsOf([{ at: FIRST, changes: 1 }])).toEqual([{ at: FIRST, what: '1 change' }]);
  expect(stepsOf(undefined)).toBeUndefined();
});
