import { expect, it } from 'vitest';
import { formatFilter, parseFilter } from './filter.ts';
import { leaveOutSample } from './leave-out-sample.ts';

it.each([
  ['', '-is:sample'],
  ['repo:shop/*', 'repo:shop/* -is:sample'],
  ['is:sample', 'is:sample'],
  ['-is:sample status:stale', '-is:sample status:stale'],
])('%s becomes %s', (text, expected) => {
  expect(formatFilter(leaveOutSample(parseFilter(text)))).toBe(expected);
});
