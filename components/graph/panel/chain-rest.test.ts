import { expect, it } from 'vitest';
import { chainRest } from './chain-rest.ts';

it.each([
  ['root', 0, { kind: 'root' }],
  ['stale', 1, { kind: 'not-drawn' }],
  ['unknown', 1, { kind: 'not-drawn' }],
  ['unknown', 0, { kind: 'unknown', reason: 'Why.' }],
  ['pending', 0, { kind: 'unknown', reason: 'Why.' }],
  ['broken', 0, { kind: 'unknown', reason: 'Why.' }],
] as const)('after an image that is %s with %d bases', (status, bases, rest) => {
  expect(chainRest({ status, bases, summary: 'Why.' })).toEqual(rest);
});
