import { expect, it } from 'vitest';
import { NEW_SNOOZE, snoozeTerms } from './snooze-request.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');

it.each([
  [{ end: 'week' }, { until: '2026-12-07T12:00:00.000Z' }],
  [{ end: 'base' }, { untilNextDigest: true }],
  [{ end: 'date', date: '2026-12-24' }, { until: '2026-12-24T00:00:00.000Z' }],
  [{ end: 'good' }, {}],
] as const)('%j', (draft, terms) => {
  expect(snoozeTerms({ ...NEW_SNOOZE, ...draft, reason: ' waits for 2.0 ' }, NOW)).toEqual({
    reason: 'waits for 2.0',
    ...terms,
  });
});
