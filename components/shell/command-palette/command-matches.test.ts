import { describe, expect, it } from 'vitest';
import { basesMatching, matchesText, referenceToTrack, rowAfterKey } from './command-matches.ts';

it('a text matches in any case', () => {
  expect(matchesText('Scan the whole fleet', 'SCAN')).toBe(true);
  expect(matchesText('Scan the whole fleet', '')).toBe(true);
  expect(matchesText('Scan the whole fleet', 'rebase')).toBe(false);
});

describe('bases in the palette', () => {
  const bases = ['debian:12', 'debian:13', 'alpine:3', 'a', 'ab', 'abc', 'abcd'].map((name) => ({ name }));

  it('are those whose name contains the text, five at most', () => {
    expect(basesMatching(bases, 'DEBIAN')).toEqual([{ name: 'debian:12' }, { name: 'debian:13' }]);
    expect(basesMatching(bases, 'a')).toHaveLength(5);
  });

  it('are not listed before something is typed', () => expect(basesMatching(bases, '')).toEqual([]));
});

it.each([
  ['', undefined],
  ['Not A Reference', undefined],
  ['debian', 'docker.io/library/debian:latest'],
  ['ghcr.io/team/app:1.0', 'ghcr.io/team/app:1.0'],
])('%j can be tracked as %s', (text, reference) => expect(referenceToTrack(text)).toBe(reference));

it.each([
  ['ArrowDown', 0, 3, 1],
  ['ArrowDown', 2, 3, 0],
  ['ArrowUp', 0, 3, 2],
  ['Enter', 0, 3, undefined],
  ['ArrowDown', 0, 0, undefined],
])('%s in row %i of %i leads to row %s', (key, row, rows, next) => {
  expect(rowAfterKey(key, row, rows)).toBe(next);
});
