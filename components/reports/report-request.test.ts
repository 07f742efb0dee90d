import { expect, it } from 'vitest';
import { LIFETIMES, NEW_REPORT, reportRequest } from './report-request.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

it('an empty form makes a frozen report whose link does not expire', () => {
  expect(reportRequest({ ...NEW_REPORT, title: ' ', note: '\n' }, NOW)).toEqual({ live: false });
});

it('a full form is sent in full, trimmed', () => {
  expect(
    reportRequest({ title: ' Bases ', note: ' Look ', live: true, days: 7, staleDays: '30' }, NOW),
  ).toEqual({
    live: true,
    title: 'Bases',
    note: 'Look',
    staleDays: 30,
    expiresAt: '2026-01-08T00:00:00.000Z',
  });
});

it('each lifetime differs', () => {
  expect(new Set(LIFETIMES.map(({ days }) => days)).size).toBe(LIFETIMES.length);
});
