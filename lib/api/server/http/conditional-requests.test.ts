import { describe, expect, it } from 'vitest';
import { entityTag, isNotModified, validatorHeaders } from './conditional-requests.ts';

const MODIFIED = new Date('2026-03-01T10:00:00.900Z');
const validators = { etag: '"a"', lastModified: MODIFIED };

describe('isNotModified', () => {
  it.each<[Record<string, string>, boolean]>([
    [{}, false],
    [{ 'if-none-match': '"a"' }, true],
    [{ 'if-none-match': 'W/"a"' }, true],
    [{ 'if-none-match': '"b", "a"' }, true],
    [{ 'if-none-match': '*' }, true],
    [{ 'if-none-match': '"b"' }, false],
    [{ 'if-none-match': 'a' }, false],
    [{ 'if-modified-since': 'Sun, 01 Mar 2026 10:00:00 GMT' }, true],
    [{ 'if-modified-since': 'Sun, 01 Mar 2026 09:59:59 GMT' }, false],
    [{ 'if-modified-since': 'yesterday' }, false],
    [{ 'if-none-match': '"b"', 'if-modified-since': 'Sun, 01 Mar 2026 10:00:00 GMT' }, false],
  ])('%j: %s', (headers, expected) => {
    expect(isNotModified(new Headers(headers), validators)).toBe(expected);
  });

  it('accepts the validators that were sent', () => {
    const sent = validatorHeaders({ etag: entityTag('text'), lastModified: MODIFIED });
    const request = new Headers({ 'if-modified-since': sent['last-modified'] ?? '' });
    expect(isNotModified(request, { etag: entityTag('text'), lastModified: MODIFIED })).toBe(true);
    expect(entityTag('text')).not.toBe(entityTag('other'));
  });
});
