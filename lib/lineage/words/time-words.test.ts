import { describe, expect, it } from 'vitest';
import { absoluteTime, relativeTime, shortSpan, spanBetween } from './time-words.ts';

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
