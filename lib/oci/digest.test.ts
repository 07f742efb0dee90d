import { expect, it } from 'vitest';
import { digestOf, matchesDigest } from './compute-digest.ts';
import { type Digest, isDigest, shortDigest } from './digest.ts';

const EMPTY: Digest = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

it('hashes exact bytes', () => {
  expect(digestOf('')).toBe(EMPTY);
  expect(matchesDigest(new Uint8Array(), EMPTY)).toBe(true);
  expect(matchesDigest(new Uint8Array([0]), EMPTY)).toBe(false);
  const sha512: Digest = `sha512:${'0'.repeat(128)}`;
  expect(matchesDigest(new Uint8Array(), sha512)).toBe(false);
});

it('shows twelve digits', () => {
  expect(shortDigest(EMPTY)).toBe('e3b0c44298fc');
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
});
