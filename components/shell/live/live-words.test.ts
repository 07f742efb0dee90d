import { describe, expect, it } from 'vitest';
import {
  connectionWords,
  isLost,
  outageWords,
  scanResult,
  scanWords,
  spokenScan,
  waitWords,
} from './live-words.ts';

describe('the connection', () => {
  it.each([
    ['connecting', true, 'Connecting', false],
    ['connected', true, 'Connected', false],
    ['lost', true, 'Not connected, trying again', true],
    ['connected', false, 'Database unreachable, trying again', true],
  ] as const)('%s with a reachable database: %s', (connection, databaseReachable, words, lost) => {
    expect(connectionWords({ connection, databaseReachable })).toBe(words);
    expect(isLost({ connection, databaseReachable })).toBe(lost);
  });
});

const scan = {
  total: 300,
  checked: 41,
  done: 30,
  failed: 0,
  changed: 0,
  unreachable: 0,
  skipped: 0,
  state: 'running',
} as const;
const done = { ...scan, checked: 300, done: 300, state: 'done' } as const;

describe('a scan', () => {
  it('counts what is checked, and problems only if there are any', () => {
    expect(scanWords(scan)).toBe('scanning 41/300');
    expect(scanWords({ ...scan, unreachable: 1, failed: 1 })).toBe('scanning 42/300, 2 could not be checked');
    expect(scanWords({ ...scan, state: 'cancelling' })).toBe('cancelling scan, 41/300');
    expect(spokenScan(scan)).toBe('Scanning 41 of 300 images');
  });

  it('that ended says what changed and what could not be checked', () => {
    expect(scanResult({ ...done, changed: 223, unreachable: 4 })).toBe(
      'Scan of 300 images done: 223 changed, 4 could not be checked',
    );
    expect(scanResult({ ...done, total: 1 })).toBe('Scan of 1 image done: nothing changed');
    expect(scanResult({ ...done, skipped: 180, changed: 7, state: 'cancelled' })).toBe(
      'Scan cancelled: 120 of 300 images checked, 7 changed',
    );
  });

  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [{ host: 'ghcr.io', images: 12, problem: null, until: null }, 'ghcr.io: 12 images left'],
    [
      { host: 'docker.io', images: 3, problem: 'limits requests (HTTP 429)', until: '2026-01-01T00:00:40Z' },
      'docker.io limits requests (HTTP 429), resumes in 40 s',
    ],
    [{ host: 'r.test', images: 0, problem: 'answers slowly', until: null }, 'r.test answers slowly'],
    [
      { host: 'r.test', images: 1, problem: null, until: '2025-12-31T23:59:59Z' },
      'r.test is paused, resumes now',
    ],
  ])('waits for %j', (wait, words) => expect(waitWords(wait, now)).toBe(words));
});

it.each([
  [[], undefined],
  [[{ host: 'a.test', state: 'unreachable' }], 'a.test does not respond'],
  [[{ host: 'a.test', state: 'rate-limited' }], 'a.test limits requests'],
  [
    [
      { host: 'a.test', state: 'denied' },
      { host: 'b.test', state: null },
    ],
    'a.test and b.test have problems',
  ],
  [
    [
      { host: 'a', state: null },
      { host: 'b', state: null },
      { host: 'c', state: null },
    ],
    '3 registries have problems',
  ],
] as const)('registries with problems: %j', (troubled, words) => expect(outageWords(troubled)).toBe(words));
