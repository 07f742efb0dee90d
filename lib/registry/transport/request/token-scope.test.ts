import { expect, test } from 'vitest';
import { formatScope, parseScopes, scopesKey } from './token-scope.ts';

test.each([
  ['repository:a/b:pull', [{ type: 'repository', name: 'a/b', actions: ['pull'] }]],
  [
    'repository:host:5000/a:pull,push',
    [{ type: 'repository', name: 'host:5000/a', actions: ['pull', 'push'] }],
  ],
  [
    'repository:a:pull registry:catalog:*',
    [
      { type: 'repository', name: 'a', actions: ['pull'] },
      { type: 'registry', name: 'catalog', actions: ['*'] },
    ],
  ],
  ['aws', [{ type: 'aws', name: '', actions: [] }]],
  ['', []],
])('scope %s', (text, scopes) => {
  expect(parseScopes(text)).toEqual(scopes);
});

test('the key of scopes knows no order', () => {
  const one = parseScopes('repository:a:push,pull repository:b:pull');
  const other = parseScopes('repository:b:pull repository:a:pull,push');
  expect(scopesKey(one)).toBe(scopesKey(other));
  expect(one.map(formatScope)).toEqual(['repository:a:push,pull', 'repository:b:pull']);
});
