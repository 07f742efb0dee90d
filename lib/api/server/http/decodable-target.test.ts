import { expect, it } from 'vitest';
import { decodableTarget } from './decodable-target.ts';

it.each([
  ['/badge/ghcr.io%2Fapp.svg?label=100%', '/badge/ghcr.io%2Fapp.svg?label=100%'],
  ['/badge/%.svg?a=%2F?', '/badge/%25.svg?a=%2F?'],
  ['/%E0%A4%A', '/%25E0%25A4%25A'],
  ['/images/%00?a=%00', '/images/%2500?a=%00'],
  ['/', '/'],
])('%s becomes %s', (target, expected) => {
  expect(decodableTarget(target)).toBe(expected);
});
