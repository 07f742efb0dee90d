import { expect, test } from 'vitest';
import { parseRateLimit } from './rate-limit.ts';
import { parseWarnings } from './registry-warning.ts';

test.each([
  ['100;w=21600', '76;w=21600', { limit: 100, remaining: 76, windowSeconds: 21_600, at: 5 }],
  ['100', '0', { limit: 100, remaining: 0, windowSeconds: undefined, at: 5 }],
  [undefined, undefined, undefined],
  ['100;w=21600', undefined, undefined],
  ['many', 'few', undefined],
])('ratelimit-limit %s, -remaining %s', (limit, remaining, expected) => {
  expect(parseRateLimit(limit, remaining, 5)).toEqual(expected);
});

test.each([
  [['299 - "moved to b.example"'], ['moved to b.example']],
  [['299 - "one", 299 - "two, three"'], ['one', 'two, three']],
  [['299 - "say \\"hi\\""'], ['say "hi"']],
  [['199 - "misc"'], []],
  [['299 - "a\u0007b"'], ['a b']],
  [[`299 - "${'x'.repeat(600)}"`], ['x'.repeat(500)]],
  [['299'], []],
])('Warning: %j', (values, expected) => {
  expect(parseWarnings(values)).toEqual(expected);
});
