import { expect, it } from 'vitest';
import { localPath } from './login-return-path.ts';

it.each([
  ['/graph?focus=a#b', '/graph?focus=a#b'],
  ['/', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/\n/evil.example', '/'],
  ['/./%2e//evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['graph', '/'],
  ['', '/'],
  [undefined, '/'],
  [null, '/'],
  [['/a', '/b'], '/'],
])('%o leads to %s', (next, path) => {
  expect(localPath(next)).toBe(path);
});
