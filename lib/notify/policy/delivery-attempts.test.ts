import { describe, expect, it } from 'vitest';
import { DELIVERY_STATE, OUTCOME } from '../channel.ts';
import {
  afterFailure,
  type FailureStep,
  isActive,
  mayClaim,
  nextAttemptAt,
  strandedBounds,
} from './delivery-attempts.ts';
import { isDelivered } from './delivery-outcome.ts';

const NOW = new Date('2026-01-10T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const HOUR = 3600;

it.each([
  [true, null, true],
  [false, null, false],
  [true, NOW, false],
  [false, NOW, false],
])('a channel with enabled %s and pausedAt %s is active: %s', (enabled, pausedAt, expected) => {
  expect(isActive({ enabled, pausedAt })).toBe(expected);
});

describe('a claim', () => {
  it.each([
    [-60, true],
    [0, true],
    [2, true],
    [3, false],
  ])('of one that is due in %i s: %s', (seconds, expected) => {
    expect(mayClaim({ state: 'waiting', nextAttemptAt: later(seconds), leasedUntil: null }, NOW)).toBe(
      expected,
    );
  });

  it.each([
    [-1, true],
    [0, false],
    [1, false],
  ])('of one that is being sent, its lease ending in %i s: %s', (seconds, expected) => {
    const delivery = { state: 'sending', nextAttemptAt: later(-60), leasedUntil: later(seconds) } as const;
    expect(mayClaim(delivery, NOW)).toBe(expected);
  });

  it.each(DELIVERY_STATE.filter((state) => state !== 'waiting' && state !== 'sending'))(
    'of one that is %s: false',
    (state) => {
      expect(mayClaim({ state, nextAttemptAt: later(-60), leasedUntil: later(-60) }, NOW)).toBe(false);
    },
  );

  it('of one without times: false', () => {
    expect(mayClaim({ state: 'waiting', nextAttemptAt: null, leasedUntil: null }, NOW)).toBe(false);
    expect(mayClaim({ state: 'sending', nextAttemptAt: null, leasedUntil: null }, NOW)).toBe(false);
  });
});

it('a delivery is stranded half a minute late, without a living sender, or under a lease of hours', () => {
  expect(strandedBounds(NOW)).toEqual({
    dueBefore: later(-30),
    leaseEndedBefore: NOW,
    leaseEndsAfter: later(HOUR),
  });
});

describe('after a failure', () => {
  const FAILURES = OUTCOME.filter((word) => !isDelivered(word) && word !== 'gone');
  const cases = FAILURES.flatMap((word) =>
    (
      [
        [0, 0, 'retry'],
        [24 * HOUR - 1, 24 * HOUR - 1, 'retry'],
        [24 * HOUR, 0, 'pause-channel'],
        [36 * HOUR, 36 * HOUR, 'pause-channel'],
        [23 * HOUR, 36 * HOUR - 1, 'retry'],
        [23 * HOUR, 36 * HOUR, 'give-up'],
        [0, 36 * HOUR, 'give-up'],
      ] as const
    ).map(([failing, age, step]) => [word, failing, age, step] as const),
  );

  it.each<readonly [(typeof OUTCOME)[number], number, number, FailureStep]>([
    ...cases,
    ['gone', 0, 0, 'pause-channel'],
    ['gone', 0, 40 * HOUR, 'pause-channel'],
  ])('%s, failing for %i s, created %i s ago: %s', (word, failing, age, expected) => {
    const times = { createdAt: later(-age), failingSince: later(-failing) };
    expect(afterFailure({ word, statusCode: null }, times, NOW)).toBe(expected);
  });

  it('the next attempt is as late as the receiver asked', () => {
    const outcome = { word: 'rate-limited', statusCode: 429, retryAfter: 7200 } as const;
    expect(nextAttemptAt(1, outcome, NOW, 0)).toEqual(later(7200));
    expect(nextAttemptAt(1, { word: 'refused', statusCode: 400 }, NOW, 0)).toEqual(later(15));
  });
});
