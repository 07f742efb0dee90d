import { beforeEach, describe, expect, it } from 'vitest';
import { type Caller, PERMISSION, permissionsOf, type Role, whyNot } from '#lib/access/roles.ts';
import type { AccessRefusal } from '#lib/fleet/access/audit-log.ts';
import { operator } from '#lib/fleet/access/callers.ts';
import { createAttemptLimit } from '../limits/login-attempt-limit.ts';
import { type AccessPolicy, admit } from './admission.ts';

const TOKEN = 'correct-horse';
const API_TOKEN = `bb_${'a'.repeat(43)}`;
let now = 0;
const refused: AccessRefusal[] = [];

function person(role: Role, permissions = permissionsOf(role)): Caller {
  return { name: role, role, permissions, via: 'session', account: role, sessionId: role };
}

function policy(changes: Partial<AccessPolicy> = {}): AccessPolicy {
  return {
    open: false,
    host: '0.0.0.0',
    publicUrl: undefined,
    isToken: (bearer) => bearer === TOKEN,
    callerOfApiToken: async (bearer) =>
      bearer === API_TOKEN ? { ...person('operator', ['track']), via: 'api-token' } : undefined,
    callerOfSession: async (value) =>
      ['viewer', 'operator', 'admin'].includes(value) ? person(value as Role) : undefined,
    guessable: true,
    operator,
    wrongTokens: createAttemptLimit(() => new Date(now), { perKey: 3, allUnknown: 100 }),
    refused: (refusal) => void refused.push(refusal),
    ...changes,
  };
}
const open = policy({ open: true, host: '127.0.0.1' });

beforeEach(() => {
  now = 0;
  refused.length = 0;
});

async function resultOf(
  accessPolicy: AccessPolicy,
  method: string,
  headers: Record<string, string>,
  audience: Parameters<typeof admit>[1] = 'administer',
  address = '192.0.2.1',
  crossSite: Parameters<typeof admit>[3] = 'any',
) {
  const header = (name: string) => headers[name] ?? null;
  const { caller, refusal } = await admit({ method, header, address }, audience, accessPolicy, crossSite);
  return refusal?.code ?? caller?.name;
}

describe('without a login', () => {
  const local = { host: '127.0.0.1:3000' };
  it.each([
    ['GET', local, 'operator'],
    ['GET', { host: 'localhost:3000' }, 'operator'],
    ['GET', { host: '[::1]:3000' }, 'operator'],
    ['GET', { host: 'rebound.example.com:3000' }, 'wrong-host'],
    ['GET', {}, 'wrong-host'],
    ['GET', { ...local, 'x-forwarded-host': 'evil.example' }, 'operator'],
    ['GET', { ...local, authorization: 'Bearer whatever' }, 'operator'],
    ['GET', { ...local, authorization: `Bearer bb_${'b'.repeat(43)}` }, 'wrong-token'],
    ['POST', local, 'operator'],
    ['POST', { ...local, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, 'operator'],
    ['POST', { ...local, origin: 'http://127.0.0.1:4000' }, 'foreign-origin'],
    ['POST', { ...local, origin: 'null' }, 'foreign-origin'],
    ['POST', { ...local, origin: 'https://evil.example' }, 'foreign-origin'],
    ['POST', { ...local, 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    ['POST', { ...local, 'sec-fetch-site': 'same-site' }, 'foreign-origin'],
    ['DELETE', { ...local, 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    ['GET', { ...local, 'sec-fetch-site': 'cross-site' }, 'operator'],
  ])('%s with %o: %s', async (method, headers, expected) => {
    expect(await resultOf(open, method, headers)).toBe(expected);
  });

  it('an API token has only its scopes, although a request without one is the operator’s', async () => {
    const headers = { ...local, authorization: `Bearer ${API_TOKEN}` };
    expect(await resultOf(open, 'GET', headers, 'track')).toBe('operator');
    expect(await resultOf(open, 'GET', headers, 'read')).toBe('not-permitted');
  });
});

describe('with a login', () => {
  const host = { host: 'baseboard.example.com' };
  it.each([
    [host, 'login-required'],
    [{ ...host, authorization: `Bearer ${TOKEN}` }, 'operator'],
    [{ ...host, authorization: 'Bearer wrong' }, 'wrong-token'],
    [{ ...host, authorization: 'Bearer wrong', cookie: 'baseboard_session=admin' }, 'wrong-token'],
    [{ ...host, authorization: 'Basic Y29ycmVjdA==' }, 'login-required'],
    [{ ...host, 'x-middleware-subrequest': 'proxy:proxy:proxy' }, 'login-required'],
    [{ ...host, 'x-forwarded-for': '127.0.0.1' }, 'login-required'],
    [{ host: 'localhost:3000' }, 'login-required'],
    [{ ...host, cookie: 'baseboard_session=admin' }, 'admin'],
    [{ ...host, cookie: '__Host-baseboard_session=admin' }, 'admin'],
    [{ ...host, cookie: 'a=b; baseboard_session=admin; c' }, 'admin'],
    [{ ...host, cookie: 'baseboard_session=gone' }, 'login-required'],
  ])('%o: %s', async (headers, expected) => {
    expect(await resultOf(policy(), 'GET', headers)).toBe(expected);
  });

  it('ignores a cookie on https that a neighbouring host could have set', async () => {
    const secure = policy({ publicUrl: 'https://baseboard.example.com' });
    expect(await resultOf(secure, 'GET', { ...host, cookie: 'baseboard_session=admin' })).toBe(
      'login-required',
    );
    expect(await resultOf(secure, 'GET', { ...host, cookie: '__Host-baseboard_session=admin' })).toBe(
      'admin',
    );
    expect(await resultOf(secure, 'GET', { host: 'localhost:3000', cookie: 'baseboard_session=admin' })).toBe(
      'admin',
    );
  });

  it('accepts writes from the public URL, whatever Host a proxy sends', async () => {
    const behind = policy({ publicUrl: 'https://baseboard.example.com' });
    const write = (origin: string) =>
      resultOf(behind, 'POST', { host: 'baseboard:3000', origin, authorization: `Bearer ${TOKEN}` });
    expect(await write('https://baseboard.example.com')).toBe('operator');
    expect(await write('http://baseboard:3000')).toBe('operator');
    expect(await write('http://baseboard.example.com')).toBe('foreign-origin');
    expect(await write('https://baseboard.example.com.evil.example')).toBe('foreign-origin');
  });

  const wrong = { ...host, authorization: 'Bearer wrong' };
  const right = { ...host, authorization: `Bearer ${TOKEN}` };

  it('records wrong tokens with their address, and limits their number', async () => {
    const locked = policy();
    for (let n = 0; n < 3; n++) expect(await resultOf(locked, 'GET', wrong)).toBe('wrong-token');
    expect(await resultOf(locked, 'GET', wrong)).toBe('too-many-tries');
    expect(refused).toEqual(
      Array(3).fill({ action: 'token-refused', address: '192.0.2.1', detail: 'a wrong bearer token' }),
    );
    now = 61_000;
    expect(await resultOf(locked, 'GET', wrong)).toBe('wrong-token');
  });

  it('wrong tokens from behind the same proxy do not lock out the right one', async () => {
    const locked = policy();
    for (let n = 0; n < 50; n++) await resultOf(locked, 'GET', wrong);
    expect(await resultOf(locked, 'GET', right)).toBe('operator');
    const program = { ...host, authorization: `Bearer ${API_TOKEN}` };
    expect(await resultOf(locked, 'GET', program, 'track')).toBe('operator');
  });

  it('limits guesses of a short token; a long one needs no limit', async () => {
    const flooded = async (guessable: boolean) => {
      const locked = policy({ guessable });
      for (let n = 0; n < 120; n++) await resultOf(locked, 'GET', wrong, 'administer', `198.51.100.${n}`);
      return resultOf(locked, 'GET', right);
    };
    expect(await flooded(true)).toBe('too-many-tries');
    expect(await flooded(false)).toBe('operator');
  });
});

describe('reads by pages of other sites', () => {
  const host = { host: '127.0.0.1:3000' };
  const site = (value: string, mode = 'no-cors', dest = 'image') => ({
    ...host,
    'sec-fetch-site': value,
    'sec-fetch-mode': mode,
    'sec-fetch-dest': dest,
  });
  it.each([
    ['never', host, true],
    ['never', site('same-origin'), true],
    ['never', site('none', 'navigate', 'document'), true],
    ['never', site('cross-site'), false],
    ['never', site('same-site'), false],
    ['never', site('cross-site', 'navigate', 'document'), false],
    ['never', { ...host, referer: 'https://evil.example/page' }, false],
    ['never', { ...host, referer: 'http://127.0.0.1:3000/images/1' }, true],
    ['never', { ...host, origin: 'null' }, false],
    ['navigation', site('cross-site'), false],
    ['navigation', site('same-site', 'cors', 'empty'), false],
    ['navigation', site('cross-site', 'navigate', 'document'), true],
    ['navigation', site('cross-site', 'navigate', 'iframe'), false],
    ['navigation', { ...host, referer: 'https://evil.example/page' }, true],
    ['any', site('cross-site'), true],
  ] as const)('%s: %o', async (crossSite, headers, admitted) => {
    const answer = await resultOf(open, 'GET', headers, 'read', '127.0.0.1', crossSite);
    expect(answer).toBe(admitted ? 'operator' : 'foreign-origin');
  });
});

describe('permissions', () => {
  const roles = ['viewer', 'operator', 'admin'] as const;
  it.each(roles.flatMap((role) => PERMISSION.map((permission) => [role, permission] as const)))(
    'the role %s and the permission %s',
    async (role, permission) => {
      const may = permissionsOf(role).includes(permission);
      const headers = { host: 'a.example', cookie: `baseboard_session=${role}` };
      expect(await resultOf(policy(), 'GET', headers, permission)).toBe(may ? role : 'not-permitted');
    },
  );

  it('anyone needs no login; someone needs any login', async () => {
    const host = { host: 'a.example' };
    expect(await resultOf(policy(), 'GET', host, 'anyone')).toBe('anyone');
    expect(await resultOf(policy(), 'GET', host, 'someone')).toBe('login-required');
    expect(await resultOf(policy(), 'GET', { ...host, cookie: 'baseboard_session=viewer' }, 'someone')).toBe(
      'viewer',
    );
  });

  it('names the missing permission', () => {
    expect(whyNot('rebase', person('viewer'))).toBe(
      'Your role is viewer: the permission “rebase” is missing.',
    );
    expect(whyNot('rebase', person('admin', ['read', 'track']))).toBe(
      'This token has the scopes read, track: the permission “rebase” is missing.',
    );
  });
});
