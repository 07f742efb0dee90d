import { describe, expect, it, vi } from 'vitest';
import { fromInput, readMoment, toInput } from './moment-text.ts';

describe('a moment', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.123Z', '2026-01-31T12:00:00.123Z'],
    ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z'],
    // What a URL that was written by hand makes of a plus.
    ['2026-01-31T12:00:00 02:00', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T12:00:00-09:30', '2026-01-31T21:30:00.000Z'],
    ['2026-01-31', undefined],
    ['2026-01-31T12:00:00', undefined],
    ['2026-02-30T12:00:00Z', undefined],
    ['0000-01-01T00:00:00Z', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('"%s" is read as %s', (text, read) => expect(readMoment(text)).toBe(read));

  it('is typed in UTC, or in the zone of the reader', () => {
    const at = '2026-11-07T22:14:05.000Z';
    expect(fromInput(toInput(at, 'UTC'), 'UTC')).toBe(at);
    expect(fromInput('2026-11-07T22:14', 'UTC')).toBe('2026-11-07T22:14:00.000Z');
    expect([fromInput('', 'UTC'), toInput('', 'UTC')]).toEqual(['', '']);
    vi.stubEnv('TZ', 'Asia/Kolkata');
    expect(toInput(at, 'Asia/Kolkata')).toBe('2026-11-08T03:44:05');
    expect(fromInput('2026-11-08T03:44:05', 'Asia/Kolkata')).toBe(at);
    expect(fromInput('2026-11-08', 'Asia/Kolkata')).toBe('');
    vi.unstubAllEnvs();
  });
});
