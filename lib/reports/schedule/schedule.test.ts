import { describe, expect, it } from 'vitest';
import { isTimeZone, nextDue, type Schedule, scheduleWords } from './schedule.ts';

const schedule = (changes: Partial<Schedule> = {}): Schedule => ({
  every: 'day',
  weekday: 1,
  monthDay: 1,
  hour: 9,
  timeZone: 'Europe/Berlin',
  ...changes,
});

describe('nextDue', () => {
  it.each<[string, Partial<Schedule>, string, string]>([
    ['later today', {}, '2026-01-05T07:59:59Z', '2026-01-05T08:00:00Z'],
    ['not the time itself again', {}, '2026-01-05T08:00:00Z', '2026-01-06T08:00:00Z'],
    ['by summer time', {}, '2026-07-01T00:00:00Z', '2026-07-01T07:00:00Z'],
    ['weekly', { every: 'week', weekday: 1 }, '2026-01-06T00:00:00Z', '2026-01-12T08:00:00Z'],
    ['on a Sunday', { every: 'week', weekday: 7 }, '2026-01-06T00:00:00Z', '2026-01-11T08:00:00Z'],
    ['monthly', { every: 'month', monthDay: 15 }, '2026-01-15T08:00:00Z', '2026-02-15T08:00:00Z'],
    [
      'the 31st in February',
      { every: 'month', monthDay: 31 },
      '2026-02-01T00:00:00Z',
      '2026-02-28T08:00:00Z',
    ],
    [
      'the 31st in a leap year',
      { every: 'month', monthDay: 31 },
      '2028-02-01T00:00:00Z',
      '2028-02-29T08:00:00Z',
    ],
    [
      'the 31st after the 31st',
      { every: 'month', monthDay: 31 },
      '2026-01-31T08:00:00Z',
      '2026-02-28T08:00:00Z',
    ],
    ['an hour that is skipped', { hour: 2 }, '2026-03-28T12:00:00Z', '2026-03-29T01:00:00Z'],
    ['the day after it', { hour: 2 }, '2026-03-29T01:00:00Z', '2026-03-30T00:00:00Z'],
    ['an hour that comes twice, the first', { hour: 2 }, '2026-10-24T12:00:00Z', '2026-10-25T00:00:00Z'],
    ['and not the second', { hour: 2 }, '2026-10-25T00:00:00Z', '2026-10-26T01:00:00Z'],
    [
      'a skipped midnight',
      { hour: 0, timeZone: 'America/Santiago' },
      '2026-09-05T12:00:00Z',
      '2026-09-06T04:00:00Z',
    ],
    ['a zone of half an hour', { timeZone: 'Asia/Kolkata' }, '2026-01-05T00:00:00Z', '2026-01-05T03:30:00Z'],
    [
      'where it is tomorrow already',
      { hour: 0, timeZone: 'Pacific/Kiritimati' },
      '2026-01-05T11:00:00Z',
      '2026-01-06T10:00:00Z',
    ],
    ['UTC', { timeZone: 'UTC' }, '2026-12-31T09:00:00Z', '2027-01-01T09:00:00Z'],
  ])('%s', (_, changes, after, due) => {
    expect(nextDue(schedule(changes), new Date(after)).toISOString()).toBe(new Date(due).toISOString());
  });

  it('is once a day for a year, whatever the clocks do', () => {
    for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca'])
      for (const hour of [0, 2, 23]) {
        let at = new Date('2026-01-01T00:00:00Z');
        const days = new Set<string>();
        for (let count = 0; count < 365; count++) {
          at = nextDue(schedule({ timeZone, hour }), at);
          days.add(new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at));
        }
        expect([timeZone, hour, days.size]).toEqual([timeZone, hour, 365]);
      }
  });
});

it.each([
  ['Europe/Berlin', true],
  ['America/Argentina/Buenos_Aires', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['+02:00', false],
  ['', false],
])('%j is a time zone: %s', (name, known) => expect(isTimeZone(name)).toBe(known));

it.each<[Partial<Schedule>, string]>([
  [{}, 'Every day at 09:00, Europe/Berlin'],
  [{ every: 'week', weekday: 7, hour: 0 }, 'Every Sunday at 00:00, Europe/Berlin'],
  [{ every: 'month', monthDay: 31, timeZone: 'UTC' }, 'Every month on day 31 at 09:00, UTC'],
])('%j in words', (changes, words) => expect(scheduleWords(schedule(changes))).toBe(words));
