import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILTER_KEY_TABLE, FILTER_KEYS } from '../vocabulary/filter-keys.ts';
import { type Filter, formatFilter, parseFilter, termsOf } from './filter.ts';
import { FilterSyntaxError } from './filter-error.ts';
import type { FilterNode } from './filter-node.ts';
import { anyFilter, anyTerm } from './testing-filters.ts';

const text = (value: string): FilterNode => ({ key: 'text', values: [value], exact: false });
const exact = (value: string): FilterNode => ({ key: 'text', values: [value], exact: true });
const [a, b, c] = [text('a'), text('b'), text('c')];
const STALE: FilterNode = { key: 'status', values: ['stale'] };

describe('parseFilter', () => {
  it.each<[string, Filter]>([
    ['', []],
    ['  \n', []],
    ['status:stale', [STALE]],
    ['STATUS:Stale,broken', [{ key: 'status', values: ['stale', 'broken'] }]],
    ['status:"stale below"', [{ key: 'status', values: ['stale-by-ancestor'] }]],
    [
      'status:"Up to date",checking,stale-below',
      [{ key: 'status', values: ['up-to-date', 'pending', 'stale-by-ancestor'] }],
    ],
    ['public:Yes', [{ key: 'public', values: ['yes'] }]],
    ['is:problem', [{ key: 'is', values: ['problem'] }]],
    ['base:"debian:*"', [{ key: 'base', values: ['debian:*'] }]],
    ['base:debian:12,alpine', [{ key: 'base', values: ['debian:12', 'alpine'] }]],
    [
      'base:"a,b" tag:1.*',
      [
        { key: 'base', values: ['a,b'] },
        { key: 'tag', values: ['1.*'] },
      ],
    ],
    ['behind:>30d', [{ key: 'behind', values: [{ comparison: '>', amount: 30, unit: 'd' }] }]],
    ['behind:"<=2W"', [{ key: 'behind', values: [{ comparison: '<=', amount: 2, unit: 'w' }] }]],
    ['behind:6m', [{ key: 'behind', values: [{ comparison: '>=', amount: 6, unit: 'm' }] }]],
    ['digest:1F2e3d', [{ key: 'digest', values: ['1f2e3d'] }]],
    ['digest:sha256:1f2e3d4c', [{ key: 'digest', values: ['sha256:1f2e3d4c'] }]],
    ['owner:acme', [{ key: 'owner', values: ['acme'] }]],
    ['a  b', [a, b]],
    ['127.0.0.1:5000/apps/shop:1.0', [text('127.0.0.1:5000/apps/shop:1.0')]],
    [`sha256:${'0'.repeat(64)}`, [text(`sha256:${'0'.repeat(64)}`)]],
    ['"debian:12"', [exact('debian:12')]],
    ['"a (b)"', [exact('a (b)')]],
    ['platform:linux/arm64', [{ key: 'platform', values: ['linux/arm64'] }]],
  ])('reads %j', (written, expected) => {
    expect(parseFilter(written)).toEqual(expected);
  });

  it.each<[string, Filter]>([
    ['-a', [{ not: a }]],
    ['!a', [{ not: a }]],
    ['NOT a', [{ not: a }]],
    ['-"-x"', [{ not: exact('-x') }]],
    ['a-b', [text('a-b')]],
    ['NOT -a', [a]],
    ['a AND b', [a, b]],
    ['a OR b', [{ any: [a, b] }]],
    ['a OR b OR c', [{ any: [a, b, c] }]],
    ['a b OR c', [{ any: [{ all: [a, b] }, c] }]],
    ['a (b OR c)', [a, { any: [b, c] }]],
    ['(a OR b) OR c', [{ any: [a, b, c] }]],
    ['(a b) c', [a, b, c]],
    ['((a))', [a]],
    ['-(a b)', [{ not: { all: [a, b] } }]],
    ['NOT (a OR -b)', [{ not: { any: [a, { not: b }] } }]],
    ['-a OR b', [{ any: [{ not: a }, b] }]],
    ['(a)(b)', [a, b]],
    ['a or b and not c', [{ any: [a, { all: [b, { not: c }] }] }]],
    ['or', [exact('or')]],
    ['a and', [a, exact('and')]],
    ['(or)', [exact('or')]],
    ['"OR"', [exact('OR')]],
    ['ORacle android nothing', [text('ORacle'), text('android'), text('nothing')]],
  ])('groups %j', (written, expected) => {
    expect(parseFilter(written)).toEqual(expected);
  });

  it('looks for similar words only where there are few', () => {
    const exactOf = (written: string) =>
      termsOf(parseFilter(written)).map((term) => term.key === 'text' && term.exact);
    expect(exactOf('a b c d e f g -h')).toEqual(Array(8).fill(false));
    expect(exactOf('a b c d (e f g -h OR i)')).toEqual(Array(9).fill(true));
  });

  it.each([
    ['statis:stale', 0, 'there is no key "statis"', 'status'],
    ['shop debian:12', 5, 'there is no key "debian"', 'base'],
    ['status:stale,stal', 13, 'there is no status "stal"', 'stale-by-ancestor'],
    ['status:"Out of date"', 7, 'there is no status "Out of date"', 'stale'],
    ['is:nice', 3, 'there is no trait "nice"', 'sample'],
    ['public:maybe', 7, 'there is no answer "maybe"', 'yes, no'],
    ['behind:soon', 7, '"soon" is not a length of time; write >=, <=, >, < or nothing, a number', undefined],
    ['behind:>30', 7, '">30" is not a length', undefined],
    ['digest:12345', 7, 'at least its first 6', undefined],
    ['digest:zebra123', 7, '"zebra123" is not the beginning of a digest', undefined],
    ['status:', 7, 'a value is missing', undefined],
    ['status:stale,', 13, 'a value is missing', undefined],
    ['base:""', 5, 'a value is missing', undefined],
    ['base:"debian', 5, 'this quote is never closed; add "', undefined],
    ['shop -', 6, 'a value is missing', undefined],
    ['shop OR', 7, 'a condition is missing beside OR; write one, or put "or" in quotes', undefined],
    ['OR shop', 0, 'a condition is missing beside OR', undefined],
    ['shop AND', 8, 'a condition is missing beside AND', undefined],
    ['shop AND OR api', 9, 'a condition is missing beside AND', undefined],
    ['NOT', 3, 'a condition is missing beside NOT', undefined],
    ['shop (api', 5, 'this parenthesis is never closed; add )', undefined],
    ['shop)', 4, 'this parenthesis was never opened', undefined],
    ['shop ()', 5, 'nothing between these parentheses', undefined],
    ['status:(stale OR broken)', 7, 'a key has no parentheses; write status:a,b', undefined],
    [`${'('.repeat(12)}a`, 11, 'can be nested at most 10 deep', undefined],
    [`${'-'.repeat(500)}a`, 11, 'can be nested at most 10 deep', undefined],
    [`repo:${'a,'.repeat(64)}a`, 0, 'a filter can have at most 64 values', undefined],
    ['a '.repeat(65), 128, 'a filter can have at most 64 values', undefined],
    ['tag:a*b*c*d*e*f*g*h*i*j', 4, 'a value can have at most 8 wildcards', undefined],
    ['repo:a\0', 6, 'a NUL or a lone surrogate cannot be in a filter', undefined],
    ['a'.repeat(2001), 2000, 'a filter has at most 2000 characters', undefined],
  ])('refuses %j at %i: %s', (written, position, problem, allowed) => {
    const error = failure(written);
    expect(error.message).toContain(problem);
    expect(error.message).toContain(`at character ${position + 1}: `);
    expect(error.position).toBe(position);
    if (allowed === undefined) expect(error.allowed).toEqual([]);
    else expect(error.message).toContain(allowed);
  });

  it('reads the example of every key', () => {
    for (const key of FILTER_KEYS) {
      expect(parseFilter(FILTER_KEY_TABLE[key].example)).toMatchObject([{ key }]);
    }
  });

  it('never throws anything else, and reads what it wrote', () => {
    const part = fc.constantFrom(
      'a',
      'OR',
      'or',
      'NOT',
      'AND',
      '(',
      ')',
      '-',
      '!',
      ' ',
      'tag:x',
      '"b c"',
      ',',
    );
    const written = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join(' ')),
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(written, (each) => {
        let filter: Filter;
        try {
          filter = parseFilter(each);
        } catch (error) {
          expect(error).toBeInstanceOf(FilterSyntaxError);
          return;
        }
        expect(parseFilter(formatFilter(filter))).toEqual(filter);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('formatFilter', () => {
  it('writes what parseFilter reads back', () => {
    const term = anyTerm({
      pattern: fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abOR:*,- /.\t@1é()!') }),
      word: fc.constantFrom('shop', 'api', 'ghcr.io/apps', '127.0.0.1:5000'),
      digest: fc.constantFrom('abc123', 'sha256:0123456789ab'),
    });
    const few = anyFilter(term).filter(
      (filter) => termsOf(filter).flatMap(({ key, values }) => (key === 'text' ? values : [])).length <= 8,
    );
    fc.assert(
      fc.property(few, (filter) => {
        expect(parseFilter(formatFilter(filter))).toEqual(filter);
      }),
    );
  });

  it('quotes only where it has to, and groups only where it has to', () => {
    const again = (written: string) => formatFilter(parseFilter(written));
    expect(again('status:"stale" base:"debian:12" "shop:1" x')).toBe(
      'status:stale base:debian:12 "shop:1" x',
    );
    expect(again('((a) OR (b))')).toBe('a OR b');
    expect(again('not (a or (b AND !c))')).toBe('-(a OR (b -c))');
  });
});

function failure(written: string): FilterSyntaxError {
  try {
    parseFilter(written);
  } catch (error) {
    if (error instanceof FilterSyntaxError) return error;
    throw error;
  }
  throw new Error(`${written} was read`);
}
