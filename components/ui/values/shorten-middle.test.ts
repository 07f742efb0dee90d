import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortenMiddle } from './shorten-middle.ts';

it.each([
  ['short', 10, 'short'],
  ['exactly-10', 10, 'exactly-10'],
  ['abcdefghijk', 5, 'ab…jk'],
  ['abcdefghijk', 6, 'abc…jk'],
])('%s at %i', (text, limit, expected) => {
  expect(shortenMiddle(text, limit)).toBe(expected);
});

it('never exceeds the limit and keeps both ends', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 300 }),
      fc.integer({ min: 3, max: 60 }),
      (text, limit) => {
        const short = shortenMiddle(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(short[0]).toBe(text[0]);
        expect(short.at(-1)).toBe(text.at(-1));
      },
    ),
  );
});
