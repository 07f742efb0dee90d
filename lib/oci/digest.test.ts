import { expect, it } from 'vitest';
import { digestOf, matchesDigest } from './compute-digest.ts';
import { DigestSyntaxError, isDigest, parseDigest, shortDigest } from './digest.ts';

const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

it('hashes exact bytes', () => {
  expect(digestOf('')).toBe(EMPTY);
  expect(matchesDigest(new Uint8Array(), parseDigest(EMPTY))).toBe(true);
  expect(matchesDigest(new Uint8Array([0]), parseDigest(EMPTY))).toBe(false);
  const sha512 = parseDigest(`sha512:${'0'.repeat(128)}`);
  expect(matchesDigest(new Uint8Array(), sha512)).toBe(false);
});

it('shows twelve digits', () => {
  expect(shortDigest(parseDigest(EMPTY))).toBe('e3b0c44298fc');
});

it.each([
  EMPTY.toUpperCase(),
  EMPTY.slice(0, -1),
  `${EMPTY}0`,
  'sha1:abc',
  'md5:0',
  '',
  `${EMPTY}\n`,
  'sha256:../../etc',
])('%j is no digest', (text) => {
  expect(isDigest(text)).toBe(false);
  expect(() => parseDigest(text)).toThrow(DigestSyntaxError);
});
