import { describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { hasTerm, toggleBeside, toggleTerm, withAnyOf, withoutKey, withTerm } from './filter-text.ts';

describe('filters edited by clicks', () => {
  it.each([
    ['', 'status', 'stale', 'status:stale'],
    ['status:stale', 'status', 'stale', ''],
    ['status:broken shop', 'status', 'stale', 'shop status:stale'],
    ['base:"debian:*"', 'status', 'stale', 'base:"debian:*" status:stale'],
    ['', 'base', 'docker.io/library/debian:12', 'base:"docker.io/library/debian:12"'],
    ['base:"docker.io/library/debian:12"', 'base', 'docker.io/library/debian:12', ''],
    ['a "two words" b', 'status', 'root', 'a "two words" b status:root'],
    ['status:root OR shop', 'status', 'stale', '(status:root OR shop) status:stale'],
    ['(status:root OR shop) status:stale', 'status', 'stale', '(status:root OR shop)'],
    ['shop AND (a  b) and status:root', 'status', 'stale', 'shop (a  b) status:stale'],
    ['NOT status:root -(a OR b)', 'status', 'stale', 'NOT status:root -(a OR b) status:stale'],
    ['"a OR b" or', 'status', 'root', '"a OR b" or status:root'],
    ['an "open quote', 'status', 'root', 'an "open quote status:root'],
  ])('%j toggled %s:%s is %j', (filter, key, value, expected) => {
    expect(toggleTerm(filter, key, value)).toBe(expected);
  });

  it('toggling twice gives the filter back, without other values of the key', () => {
    expect(toggleTerm(toggleTerm('shop', 'status', 'stale'), 'status', 'stale')).toBe('shop');
  });

  it('toggles one value beside others of the key', () => {
    const both = toggleBeside('is:sample shop', 'is', 'cannot-pull');
    expect(both).toBe('is:sample shop is:cannot-pull');
    expect(toggleBeside(both, 'is', 'cannot-pull')).toBe('is:sample shop');
    expect(toggleBeside('a OR b', 'is', 'sample')).toBe('(a OR b) is:sample');
  });

  it('knows which words are there', () => {
    expect(hasTerm('status:stale base:"a:1"', 'base', 'a:1')).toBe(true);
    expect(hasTerm('status:stale-by-ancestor', 'status', 'stale')).toBe(false);
    expect(withoutKey('status:stale x status:root', 'status')).toBe('x');
  });

  it('joins two filters, each of which must hold', () => {
    expect(withTerm('', 'a OR b')).toBe('a OR b');
    expect(withTerm('shop', 'a OR b')).toBe('shop (a OR b)');
    expect(withTerm('a or b', '-(c OR d)')).toBe('(a or b) -(c OR d)');
  });

  it('puts any of several values in the place of what was asked of the key', () => {
    const text = withAnyOf('shop base:"x:1"', 'base', ['docker.io/library/debian:12', 'ghcr.io/a/b:2']);
    expect(text).toBe('shop base:"docker.io/library/debian:12","ghcr.io/a/b:2"');
    expect(parseFilter(text)).toMatchObject([
      { key: 'text', values: ['shop'] },
      { key: 'base', values: ['docker.io/library/debian:12', 'ghcr.io/a/b:2'] },
    ]);
  });
});
