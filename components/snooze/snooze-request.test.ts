import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { momentWords } from '#lib/lineage/words/time-words.ts';
import { NEW_SNOOZE, snoozeTerms } from './snooze-request.ts';

afterEach(() => void vi.unstubAllEnvs());

const NOW = Date.parse('2026-11-30T12:00:00Z');

it.each([
  [{ end: 'week' }, { until: '2026-12-07T12:00:00.000Z' }],
  [{ end: 'base' }, { untilNextDigest: true }],
  [{ end: 'date', date: '2026-12-24' }, { until: '2026-12-24T00:00:00.000Z' }],
  [{ end: 'good' }, {}],
] as const)('%j', (draft, terms) => {
  expect(snoozeTerms({ ...NEW_SNOOZE, ...draft, reason: ' waits for 2.0 ' }, NOW, 'UTC')).toEqual({
    reason: 'waits for 2.0',
    ...terms,
  });
});

const untilIn = (zone: string, date: string): string => {
  vi.stubEnv('TZ', zone);
  return snoozeTerms({ end: 'date', date, reason: 'later' }, NOW, zone).until ?? '';
};

it.each([
  ['Europe/Berlin', '2026-12-24', '2026-12-23T23:00:00.000Z'],
  ['Europe/Berlin', '2027-07-01', '2027-06-30T22:00:00.000Z'],
  ['America/Los_Angeles', '2026-12-24', '2026-12-24T08:00:00.000Z'],
  ['Asia/Kolkata', '2026-12-24', '2026-12-23T18:30:00.000Z'],
  // The clock goes from 0:00 to 1:00 that day.
  ['Africa/Cairo', '2027-04-30', '2027-04-29T22:00:00.000Z'],
])('in %s, %s begins at %s', (zone, date, until) => expect(untilIn(zone, date)).toBe(until));

it('a date ends with the last moment of the day before, in every zone', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/Los_Angeles',
    'Asia/Kolkata',
    'Pacific/Auckland',
  );
  const dates = fc
    .date({ min: new Date('2026-12-01'), max: new Date('2036-12-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10));
  fc.assert(
    fc.property(zones, dates, (zone, date) => {
      const until = untilIn(zone, date);
      const dayAt = (ms: number) => momentWords(new Date(ms).toISOString(), zone).split(',')[0];
      const [year, month, day] = date.split('-').map(Number);
      const first = Date.parse(until);
      expect(dayAt(first)).toBe(`${day} ${MONTHS[(month ?? 0) - 1]} ${year}`);
      expect(dayAt(first - 1)).not.toBe(dayAt(first));
    }),
  );
});

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
