import { describe, expect, it } from 'vitest';
import { claimValues, nameOfClaims, roleOfValues } from './claims.ts';

describe('claimValues', () => {
  it.each([
    [{ groups: ['a', 'b'] }, 'groups', ['a', 'b']],
    [{ groups: 'a' }, 'groups', ['a']],
    [{ groups: ['a', 1, null, ['b']] }, 'groups', ['a']],
    [{ groups: { a: true } }, 'groups', []],
    [{}, 'groups', []],
    [{ realm_access: { roles: ['a'] } }, 'realm_access.roles', ['a']],
    [{ 'https://example.com/roles': ['a'] }, 'https://example.com/roles', ['a']],
    [{ a: 'text' }, 'a.length', []],
    [{}, 'constructor.name', []],
    [{}, '__proto__', []],
  ])('%o at %s: %o', (claims, claim, values) => {
    expect(claimValues(claims, claim)).toEqual(values);
  });
});

describe('roleOfValues', () => {
  const roles = { claim: 'groups', admin: ['root'], operator: ['ops', 'dev'], viewer: ['all'] };
  it.each([
    [['all', 'ops'], 'none', 'operator'],
    [['root', 'all'], 'none', 'admin'],
    [['all'], 'none', 'viewer'],
    [['ROOT'], 'none', undefined],
    [['ROOT'], 'viewer', 'viewer'],
    [[], 'none', undefined],
    [['dev'], 'viewer', 'operator'],
  ] as const)('%o with the default %s: %s', (values, defaultRole, role) => {
    expect(roleOfValues(values, { roles, defaultRole })).toBe(role);
  });
});

it.each([
  [{ sub: '1', email: 'ada@example.com', preferred_username: 'ada', name: 'Root' }, 'ada@example.com'],
  [{ sub: '1', email: 'root@example.com', email_verified: false, preferred_username: 'ada' }, 'ada'],
  [{ sub: '1', name: 'Root' }, '1'],
  [{ sub: '7', preferred_username: 'operator' }, 'operator (7)'],
  [{ sub: '7', preferred_username: ' Operator\u0000' }, 'Operator (7)'],
  [{ sub: '7', preferred_username: 'a\n\u202eb' }, 'a b'],
  [{ sub: '7', email: { toString: 'x' } }, '7'],
])('%o is called %s', (claims, name) => {
  expect(nameOfClaims(claims)).toBe(name);
});
