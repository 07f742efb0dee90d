import { describe, expect, it } from 'vitest';
import { adviceSentence, byteSize, counted, listed } from './counts-and-names.ts';

describe('adviceSentence', () => {
  it.each([
    [
      { bases: ['docker.io/library/debian:12-slim', 'q.io/p/busybox:1'], fixes: 71, stale: 75 },
      'Rebasing the images on debian:12-slim and q.io/p/busybox:1 would make 71 of 75 stale images current.',
    ],
    [
      { bases: ['docker.io/library/debian:12'], fixes: 3, stale: 3 },
      'Rebasing the images on debian:12 would make all 3 stale images current.',
    ],
    [
      { bases: ['docker.io/library/debian:12'], fixes: 1, stale: 1 },
      'Rebasing the images on debian:12 would make the one stale image current.',
    ],
  ])('%j', (advice, sentence) => {
    expect(adviceSentence(advice)).toBe(sentence);
  });
});

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j is listed as %j', (names, text) => {
  expect(listed(names)).toBe(text);
});

it.each([
  [0, '0 images'],
  [1, '1 image'],
  [1000, '1,000 images'],
])('%i is %s', (count, text) => {
  expect(counted(count, 'image')).toBe(text);
});

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [29_126_484, '29.1 MB'],
  [123_456_789, '123 MB'],
  [999_950_000, '1.0 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(byteSize(bytes)).toBe(text);
});
