import { expect, it } from 'vitest';
import { slaSentence } from '../words/sla-words.ts';
import { countSla, slaStateOf } from './sla.ts';

const NOW = new Date('2026-06-30T12:00:00Z');
const SLA = { staleDays: 30 };

it.each([
  ['stale', '2026-05-31T11:59:59Z', 'overdue'],
  ['stale', '2026-05-31T12:00:00Z', 'within'],
  ['stale-by-ancestor', '2026-01-01T00:00:00Z', 'overdue'],
  ['stale', null, 'not-known'],
  ['unknown', '2026-06-29T12:00:00Z', 'not-known'],
  ['unknown', null, 'not-known'],
  ['pending', null, 'not-known'],
  ['broken', null, 'not-known'],
  ['up-to-date', null, 'within'],
  ['pinned', null, 'within'],
  ['root', null, 'within'],
] as const)('%s, behind since %s, is %s', (status, behindSince, state) => {
  expect(slaStateOf({ status, behindSince }, SLA, NOW)).toBe(state);
});

it.each([
  [12, 0, '12 images are stale for more than 30 days.'],
  [1, 0, '1 image is stale for more than 30 days.'],
  [0, 0, 'No image is stale for more than 30 days.'],
  [
    0,
    1,
    'No image is known to be stale for more than 30 days. 1 is broken, not checked, or stale since a time that is not known.',
  ],
  [
    2,
    3,
    '2 images are stale for more than 30 days. 3 more are broken, not checked, or stale since a time that is not known.',
  ],
])('%i over the limit and %i not known is a sentence', (overdue, notKnown, sentence) => {
  expect(slaSentence({ ...SLA, overdue, notKnown })).toBe(sentence);
});

it('counts each image once, and what is not known apart', () => {
  const images = [
    { status: 'stale', behindSince: '2026-01-01T00:00:00Z' },
    { status: 'unknown', behindSince: '2026-01-01T00:00:00Z' },
    { status: 'up-to-date', behindSince: null },
  ] as const;
  expect(countSla(images, SLA, NOW)).toEqual({ staleDays: 30, overdue: 1, notKnown: 1 });
});
