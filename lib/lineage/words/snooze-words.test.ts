import { expect, it } from 'vitest';
import { endWords, snoozeWords } from './snooze-words.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');

it.each([
  [{ until: '2026-12-06T09:00:00.000Z', untilNextDigest: false }, 'Snoozed until 6 Dec'],
  [{ until: '2027-01-06T09:00:00.000Z', untilNextDigest: false }, 'Snoozed until 6 Jan 2027'],
  [{ until: null, untilNextDigest: true }, 'Snoozed until its base moves'],
  [{ until: '2026-12-06T09:00:00.000Z', untilNextDigest: true }, 'Snoozed until 6 Dec or its base moves'],
  [{ until: null, untilNextDigest: false }, 'Snoozed'],
])('%j: %s', (end, words) => {
  expect(snoozeWords(end, NOW)).toBe(words);
});

it('without an end it is for good', () => {
  expect(endWords({ until: null, untilNextDigest: false }, NOW)).toBe('for good');
});

it.each([
  ['UTC', 'until 23 Dec'],
  ['Europe/Berlin', 'until 24 Dec'],
  ['America/Los_Angeles', 'until 23 Dec'],
])('the day is that in %s', (zone, words) => {
  expect(endWords({ until: '2026-12-23T23:00:00.000Z', untilNextDigest: false }, NOW, zone)).toBe(words);
});
