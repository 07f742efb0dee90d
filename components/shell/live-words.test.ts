import { describe, expect, it } from 'vitest';
import { connectionWords, isLost, scanWords } from './live-words.ts';

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

it('a scan counts failures only if there are any', () => {
  expect(scanWords({ done: 41, total: 166, failed: 0 })).toBe('scanning 41/166');
  expect(scanWords({ done: 41, total: 166, failed: 2 })).toBe('scanning 41/166, 2 failed');
});
