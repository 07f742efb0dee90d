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
  ])('%s finds %s: %s', (word, name, expected) => {
    expect(finds(word, name)).toBe(expected);
  });

  it('are compared in a time that does not explode', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 5, maxLength: 24 });
    fc.assert(
      fc.property(words, (word) => {
        // A pattern that can match in two ways needs more than the age of the universe for this.
        expect(finds(`${word.slice(0, 22)}cc`, 'ab'.repeat(2000))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
