import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetryAfter, retryDelay } from './retry-delay.ts';

const now = Date.parse('2026-01-02T03:04:05Z');

test.each([
  ['7', 7],
  [' 120 ', 120],
  ['0', 0],
  ['Fri, 02 Jan 2026 03:04:35 GMT', 30],
  ['Fri, 02 Jan 2026 03:00:00 GMT', 0],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
  ['99999999999999', undefined],
  ['2026-01-02', undefined],
])('Retry-After: %s is %s s', (header, seconds) => {
  expect(parseRetryAfter(header, now)).toBe(seconds);
});

test('waits at least as long as requested, and otherwise up to eight seconds', () => {
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.nat(1000),
      (attempt, random, asked) => {
        expect(retryDelay(attempt, asked, random)).toBeGreaterThanOrEqual(asked * 1000);
        expect(retryDelay(attempt, undefined, random)).toBeGreaterThan(0);
        expect(retryDelay(attempt, undefined, random)).toBeLessThanOrEqual(8000);
      },
    ),
  );
});
