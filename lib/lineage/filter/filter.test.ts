import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATUS } from '../vocabulary/status.ts';
import {
  FILTER_ANSWERS,
  FILTER_TRAITS,
  type Filter,
  FilterSyntaxError,
  type FilterTerm,
  formatFilter,
  PATTERN_KEYS,
  parseFilter,
} from './filter.ts';

describe('parseFilter', () => {
  it.each<[string, Filter]>([
    ['', []],
    ['  \n', []],
    ['status:stale', [{ key: 'status', values: ['stale'], negated: false }]],
    ['STATUS:Stale,broken', [{ key: 'status', values: ['stale', 'broken'], negated: false }]],
    ['public:Yes', [{ key: 'public', values: ['yes'], negated: false }]],
    ['-is:sample', [{ key: 'is', values: ['sample'], negated: true }]],
    ['base:"debian:*"', [{ key: 'base', values: ['debian:*'], negated: false }]],
    ['base:debian:12,alpine', [{ key: 'base', values: ['debian:12', 'alpine'], negated: false }]],
    [
      'base:"a,b" tag:1.*',
      [
        { key: 'base', values: ['a,b'], negated: false },
        { key: 'tag', values: ['1.*'], negated: false },
      ],
    ],
    [
      'shop  api',
      [
        { key: 'text', values: ['shop'], negated: false },
        { key: 'text', values: ['api'], negated: false },
      ],
    ],
    [
      '127.0.0.1:5000/apps/shop:1.0',
      [{ key: 'text', values: ['127.0.0.1:5000/apps/shop:1.0'], negated: false }],
    ],
    ['"debian:12"', [{ key: 'text', values: ['debian:12'], negated: false }]],
    ['-"-x"', [{ key: 'text', values: ['-x'], negated: true }]],
    ['platform:linux/arm64', [{ key: 'platform', values: ['linux/arm64'], negated: false }]],
  ])('reads %j', (text, expected) => {
    expect(parseFilter(text)).toEqual(expected);
  });

  it.each([
    ['statis:stale', 0, 'there is no key "statis"', 'status'],
    ['shop debian:12', 5, 'there is no key "debian"', 'base'],
    ['status:stale,stal', 13, 'there is no status "stal"', 'stale-by-ancestor'],
    ['is:nice', 3, 'there is no trait "nice"', 'sample'],
    ['public:maybe', 7, 'there is no answer "maybe"', 'yes, no'],
    ['status:', 7, 'a value is missing', undefined],
    ['status:stale,', 13, 'a value is missing', undefined],
    ['base:""', 5, 'a value is missing', undefined],
    ['base:"debian', 5, 'this quote is never closed', undefined],
    ['shop -', 6, 'a value is missing', undefined],
    [`repo:${'a,'.repeat(64)}a`, 0, 'a filter can have at most 64 values', undefined],
    ['a '.repeat(65), 128, 'a filter can have at most 64 values', undefined],
    ['tag:a*b*c*d*e*f*g*h*i*j', 4, 'a value can have at most 8 wildcards', undefined],
    ['repo:a\0', 6, 'a NUL or a lone surrogate cannot be in a filter', undefined],
    ['a'.repeat(2001), 2000, 'a filter has at most 2000 characters', undefined],
  ])('refuses %j at %i: %s', (text, position, problem, allowed) => {
    const error = failure(text);
    expect(error.position).toBe(position);
    expect(error.message).toContain(`at character ${position + 1}: ${problem}`);
    if (allowed === undefined) expect(error.allowed).toEqual([]);
    else expect(error.message).toContain(allowed);
  });

  it('never throws anything else, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        try {
          parseFilter(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FilterSyntaxError);
        }
      }),
    );
  });
});

describe('formatFilter', () => {
  const value = fc
    .string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'ab:*,- /.\t@1é') })
    .filter((text) => text !== '');
  const negated = fc.boolean();
  const several = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
  const term: fc.Arbitrary<FilterTerm> = fc.oneof(
    fc.record({ key: fc.constant('status' as const), values: several(fc.constantFrom(...STATUS)), negated }),
    fc.record({
      key: fc.constant('is' as const),
      values: several(fc.constantFrom(...FILTER_TRAITS)),
      negated,
    }),
    fc.record({
      key: fc.constant('public' as const),
      values: several(fc.constantFrom(...FILTER_ANSWERS)),
      negated,
    }),
    fc.record({ key: fc.constantFrom(...PATTERN_KEYS, 'text' as const), values: several(value), negated }),
  );

  it('writes what parseFilter reads back', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 5 }), (filter) => {
        expect(parseFilter(formatFilter(filter))).toEqual(filter);
      }),
    );
  });

  it('quotes only where it has to', () => {
    expect(formatFilter(parseFilter('status:stale base:"debian:12" "shop:1" "x"'))).toBe(
      'status:stale base:debian:12 "shop:1" x',
    );
  });
});

function failure(text: string): FilterSyntaxError {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof FilterSyntaxError) return error;
  }
  throw new Error(`${text} was read`);
}
