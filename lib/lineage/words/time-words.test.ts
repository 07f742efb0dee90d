import { describe, expect, it } from 'vitest';
import {
  absoluteTime,
  clockTime,
  momentWords,
  relativeTime,
  shortSpan,
  spanBetween,
  untilTime,
} from './time-words.ts';

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;

describe('spanBetween', () => {
  it.each([
    [0, '0 s'],
    [-5 * S, '0 s'],
    [59 * S, '59 s'],
    [60 * S, '1 min'],
    [59 * MIN, '59 min'],
    [H, '1 h'],
    [23.9 * H, '23 h'],
    [D, '1 day'],
    [31 * D, '31 days'],
    [90 * D, '90 days'],
    [91 * D, '2 months'],
    [365 * D, '11 months'],
    [800 * D, '2 years'],
  ])('%i ms is %s', (span, text) => {
    expect(spanBetween(0, span)).toBe(text);
  });
});

describe('the other spellings', () => {
  it.each([
    [9 * S, 'just now'],
    [-3 * S, 'just now'],
    [10 * S, '10 s ago'],
    [31 * D, '31 days ago'],
    [-59 * S, 'just now'],
    [-60 * S, 'in 1 min'],
    [-7 * D, 'in 7 days'],
  ])('%i ms is %s', (span, text) => {
    expect(relativeTime(0, span)).toBe(text);
  });

  it.each([
    [D, '1 d'],
    [31 * D, '31 d'],
    [120 * D, '3 mo'],
    [5 * H, '5 h'],
  ])('%i ms is %s for an edge', (span, text) => {
    expect(shortSpan(0, span)).toBe(text);
  });

  it('writes the absolute time in UTC', () => {
    expect(absoluteTime('2026-11-24T08:17:47.123Z')).toBe('2026-11-24 08:17:47 UTC');
  });
});

describe('a moment near or far', () => {
  const now = Date.parse('2026-11-29T12:00:00Z');

  it.each([
    ['2026-12-06T13:03:22Z', 'UTC', '6 Dec, in 7 days'],
    ['2027-02-01T00:00:00Z', 'UTC', '1 Feb 2027, in 63 days'],
    ['2026-11-29T15:05:00Z', 'UTC', '15:05 UTC, in 3 h'],
    ['2026-11-27T12:00:00Z', 'UTC', '27 Nov, 2 days ago'],
    ['2026-11-29T23:30:00Z', 'Europe/Berlin', '30 Nov, in 11 h'],
  ])('%s in %s is said as %s', (iso, zone, text) => expect(untilTime(iso, now, zone)).toBe(text));

  it.each([
    ['2026-11-29T23:18:00Z', 'UTC', '23:18 UTC'],
    ['2026-11-28T23:18:00Z', 'UTC', '28 Nov, 23:18 UTC'],
    ['2026-11-28T23:18:00Z', 'Europe/Berlin', '00:18 GMT+1'],
  ])('%s on a clock in %s is %s', (iso, zone, text) => expect(clockTime(iso, now, zone)).toBe(text));

  it('is said in full with its zone', () => {
    expect(momentWords('2026-11-07T22:14:05Z')).toBe('7 Nov 2026, 22:14:05 UTC');
    expect(momentWords('2026-07-31T22:14:05Z', 'Asia/Kolkata')).toBe('1 Aug 2026, 03:44:05 GMT+5:30');
  });
});
