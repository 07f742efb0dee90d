import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from './glob.ts';

describe('matchesGlob', () => {
  it.each([
    ['debian:12', 'debian:12', true],
    ['Debian:12-SLIM', 'debian:12-slim', true],
    ['debian', 'debian:12', false],
    ['debian:*', 'debian:', true],
    ['apps/*', 'apps/team/shop', true],
    ['*slim', 'debian:12-slim', true],
    ['*slim', 'debian:12-slim-2', false],
    ['a*b*c', 'a-b-b-c-c', true],
    ['a*b*c', 'a-c-b', false],
    ['1.*', '1x2', false],
    ['**', '', true],
    ['', 'a', false],
  ])('%j against %j: %s', (glob, text, expected) => {
    expect(matchesGlob(glob, text)).toBe(expected);
  });

  it('finds a text that was made from the glob, whatever the runs are', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(letters, letters), { minLength: 1 }), (pairs) => {
        const glob = pairs.map(([literal]) => literal).join('*');
        const [first] = pairs[0] ?? [''];
        const text =
          first +
          pairs
            .slice(1)
            .map(([literal, run]) => run + literal)
            .join('');
        expect(matchesGlob(glob, text)).toBe(true);
      }),
    );
  });
});
