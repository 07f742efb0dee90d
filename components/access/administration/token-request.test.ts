import { describe, expect, it } from 'vitest';
import { lifetimeWords, NEW_TOKEN, tokenRequest, withScopeToggled } from './token-request.ts';

describe('the request for a token', () => {
  it('needs a name and a scope', () => {
    expect(tokenRequest(NEW_TOKEN)).toBeUndefined();
    expect(tokenRequest({ ...NEW_TOKEN, name: '  ' })).toBeUndefined();
    expect(tokenRequest({ ...NEW_TOKEN, name: 'ci', scopes: [] })).toBeUndefined();
  });

  it('has the trimmed name', () => {
    expect(tokenRequest({ name: ' ci ', scopes: ['read', 'track'], days: 30 })).toEqual({
      name: 'ci',
      scopes: ['read', 'track'],
      days: 30,
    });
  });
});

it('a scope is added, then removed', () => {
  const more = withScopeToggled(NEW_TOKEN, 'track');
  expect(more.scopes).toEqual(['read', 'track']);
  expect(withScopeToggled(more, 'read').scopes).toEqual(['track']);
});

it.each([
  [7, '7 days'],
  [366, 'a year'],
])('%i days are %s', (days, words) => expect(lifetimeWords(days)).toBe(words));
