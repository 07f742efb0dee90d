import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzyPattern } from './fuzzy-text.ts';

const finds = (word: string, name: string) => new RegExp(fuzzyPattern(word) ?? '^$').test(name);

describe('similar words', () => {
  it.each([
    ['debslim', 'library/debian:12-slim', true],
    ['shp', 'apps/shop:1', true],
    ['ap/shp', 'apps/shop:1', true],
    ['debain', 'library/debian:12', true],
    ['ngnix', 'library/nginx:1', true],
    ['postgress', 'library/postgres:16', true],
    ['potgres', 'library/postgres:16', true],
    ['pyhton', 'library/python:3', true],
    ['alpene', 'library/alpine:3', true],
    ['slim', 'library/debian:12-slim', true],
    ['ebian', 'library/debian:12', false],
    ['lim', 'library/debian:12-slim', false],
    ['libdeb', 'library/debian:12', false],
    ['sh', 'apps/shop:1', false],
    ['nginx', 'library/node:1', false],
    ['s*p', 'apps/shop:1', false],
    ['1.4', 'apps/shop:1x4', false],
    ['round-1/', 'round-0/app:1', false],
    ['round-1/', 'round-1/app:1', true],
    ['rond-1/', 'round-1/app:1', true],
    ['round-1/', 'round-12/app:1', false],
    ['round-1/', 'round-21/app:1', false],
    ['debian12', 'library/debian:12-slim', true],
    ['deb12', 'library/debian:12-slim', true],
    ['debian1', 'library/debian:12-slim', true],
    ['debian13', 'library/debian:12-slim', false],
    ['debian21', 'library/debian:12-slim', false],
    ['debain12', 'library/debian:12', false],
    ['debain:12', 'library/debian:12', true],
    ['debain:13', 'library/debian:12', false],
    ['node22slim', 'library/node:22-slim', true],
    ['node2slim', 'library/node:22-slim', false],
    ['shop:1x', 'apps/shop:1', true],
    ['shop:1x', 'apps/shop:12', false],
    ['v1.2a', 'apps/shop:v12a', false],
  ])('%s finds %s: %s', (word, name, expected) => {
    expect(finds(word, name)).toBe(expected);
  });

  it('have the same numbers as the word', () => {
    const numbers = (text: string) => text.match(/[0-9]+/g) ?? [];
    const letters = fc.constantFrom(...'ab123/:.-');
    const word = fc.string({ unit: letters, minLength: 3, maxLength: 9 });
    const name = fc.string({ unit: letters, minLength: 3, maxLength: 20 });
    /** Names that differ from the word in one or two letters. */
    const near = fc
      .tuple(word, fc.nat(9), fc.string({ unit: letters, maxLength: 2 }), fc.nat(2))
      .map(
        ([text, at, instead, removed]) =>
          [text, text.slice(0, at) + instead + text.slice(at + removed)] as const,
      );
    let found = 0;
    fc.assert(
      fc.property(fc.oneof(near, fc.tuple(word, name)), ([text, other]) => {
        if (!finds(text, other)) return;
        found += 1;
        const wanted = numbers(text);
        const endsInNumber = /[0-9]$/.test(text);
        let from = 0;
        const there = numbers(other);
        for (const [index, number] of wanted.entries()) {
          const isLast = endsInNumber && index === wanted.length - 1;
          const at = there.findIndex(
            (each, place) => place >= from && (isLast ? each.startsWith(number) : each === number),
          );
          expect([text, other, at]).not.toEqual([text, other, -1]);
          from = at + 1;
        }
      }),
      { numRuns: 4000 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it('are compared in a time that does not explode', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', '1'), minLength: 5, maxLength: 24 });
    fc.assert(
      fc.property(words, (word) => {
        // A pattern that can match in two ways needs more than the age of the universe for this.
        expect(finds(`${word.slice(0, 22)}cc`, 'ab1'.repeat(2000))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
