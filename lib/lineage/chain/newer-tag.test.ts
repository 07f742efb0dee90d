import { describe, expect, it } from 'vitest';
import { newerTags, newestOf } from './newer-tag.ts';

describe('newestOf', () => {
  it.each<[tag: string, tags: string[], newest: string | null]>([
    ['12-slim', ['13-slim', '13', '14-alpine', 'latest', '9-slim'], '13-slim'],
    ['1.2.3', ['1.2.10', '1.3', '2.0.0-rc1', '1.2.9'], '1.2.10'],
    ['v1.2', ['1.3', 'v1.3', 'V1.4'], 'v1.3'],
    ['3.12-slim-bookworm', ['3.13-slim-bookworm', '3.14-slim-trixie'], '3.13-slim-bookworm'],
    ['node-20', ['node-22', 'deno-23'], 'node-22'],
    ['20', ['20260101', '21'], '21'],
    ['1', [`2${'0'.repeat(22)}`], null],
    ['20250101', ['20260101', '21'], '20260101'],
    ['2.0', ['1.9', '2.0'], null],
    ['latest', ['1', '2'], null],
    ['bookworm', ['trixie'], null],
    ['1.0', [], null],
    ['1', [`sha256-${'9'.repeat(64)}`, `sha256-${'9'.repeat(64)}.sig`], null],
  ])('%s among %j: %s', (tag, tags, newest) => {
    expect(newestOf(tag, tags)).toBe(newest);
  });
});

describe('newerTags', () => {
  it('lists every newer tag of the same shape, newest first, and newestOf names the first', () => {
    const tags = ['1.2.3', '1.10.0', '2.0.0-rc1', '1.2.10', '2.0', 'latest', '1.2.4'];
    expect(newerTags('1.2.3', tags)).toEqual(['1.10.0', '1.2.10', '1.2.4']);
    expect(newestOf('1.2.3', tags)).toBe('1.10.0');
    expect(newerTags('latest', tags)).toEqual([]);
  });
});
