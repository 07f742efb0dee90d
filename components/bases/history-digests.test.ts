import { expect, it } from 'vitest';
import { previousDigest, withDigest } from './history-digests.ts';

const D = (letter: string) => `sha256:${letter.repeat(64)}`;
const span = (digest: string | null) => ({ digest, firstSeen: '', lastSeen: '', images: 0 });

it('finds the digest before, across times when the tag was gone', () => {
  const history = [span(D('c')), span(null), span(D('c')), span(D('a'))];
  expect(history.map((_, index) => previousDigest(history, index))).toEqual([
    D('a'),
    D('c'),
    D('a'),
    undefined,
  ]);
});

it('names an image by its tag and a digest', () => {
  expect(withDigest('debian:12', D('a'))).toBe(`docker.io/library/debian:12@${D('a')}`);
  expect(withDigest(`r.test/a:1@${D('b')}`, D('a'))).toBe(`r.test/a:1@${D('a')}`);
});
