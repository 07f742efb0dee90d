import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDelivered, outcomeOfStatus, retrySeconds } from './delivery-outcome.ts';

it.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [299, 'delivered'],
  [301, 'redirected'],
  [308, 'redirected'],
  [400, 'refused'],
  [404, 'refused'],
  [408, 'server-error'],
  [410, 'gone'],
  [422, 'refused'],
  [425, 'server-error'],
  [429, 'rate-limited'],
  [500, 'server-error'],
  [503, 'server-error'],
] as const)('HTTP %i is %s', (status, word) => {
  expect(outcomeOfStatus(status)).toEqual({ word, statusCode: status });
  expect(isDelivered(word)).toBe(status < 300);
});

describe('the wait before the next attempt', () => {
  it.each([
    [1, 0, 15],
    [1, 0.999, 30],
    [2, 0, 30],
    [3, 0, 60],
    [8, 0, 1800],
    [8, 0.999, 3599],
    [500, 0, 1800],
  ])('after %i failures, chance %d, is %i s', (attempts, random, seconds) => {
    expect(retrySeconds(attempts, undefined, random)).toBe(seconds);
  });

  it('is never sooner than asked, never longer than six hours, never longer than an hour by itself', () => {
    const chance = fc.double({ min: 0, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(100_000), chance, (attempts, asked, random) => {
        const seconds = retrySeconds(attempts, asked, random);
        expect(seconds).toBeGreaterThanOrEqual(Math.min(asked, 21_600));
        expect(seconds).toBeLessThanOrEqual(21_600);
        expect(retrySeconds(attempts, undefined, random)).toBeLessThanOrEqual(3600);
      }),
    );
  });
});
