import { describe, expect, it } from 'vitest';
import { type AccessPolicy, admit, SESSION_COOKIE } from './access.ts';
import { issueSession } from './session.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const open: AccessPolicy = { token: undefined, host: '127.0.0.1' };
const locked: AccessPolicy = { token: 'correct horse', host: '0.0.0.0' };

async function ask(policy: AccessPolicy, method: string, headers: Record<string, string>, now = NOW) {
  const header = (name: string) => headers[name] ?? null;
  const { refusal } = await admit({ method, header }, 'administer', policy, now);
  return refusal?.code ?? 'passes';
}

describe('on loopback without a token', () => {
  const local = { host: '127.0.0.1:3000' };
  it.each([
    ['GET', local, 'passes'],
    ['GET', { host: 'localhost:3000' }, 'passes'],
    ['GET', { host: '[::1]:3000' }, 'passes'],
    ['GET', { host: 'rebound.example.com:3000' }, 'wrong-host'],
    ['GET', {}, 'wrong-host'],
    ['GET', { ...local, 'x-forwarded-host': 'evil.example' }, 'passes'],
    ['POST', local, 'passes'],
    ['POST', { ...local, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, 'passes'],
    ['POST', { ...local, origin: 'http://127.0.0.1:4000' }, 'foreign-origin'],
    ['POST', { ...local, origin: 'null' }, 'foreign-origin'],
    ['POST', { ...local, origin: 'https://evil.example' }, 'foreign-origin'],
    ['POST', { ...local, 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    ['POST', { ...local, 'sec-fetch-site': 'same-site' }, 'foreign-origin'],
    ['DELETE', { ...local, 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    ['GET', { ...local, 'sec-fetch-site': 'cross-site' }, 'passes'],
  ])('%s with %o: %s', async (method, headers, expected) => {
    expect(await ask(open, method, headers)).toBe(expected);
  });
});

describe('with a token', () => {
  const host = { host: 'baseboard.example.com' };
  const session = issueSession('correct horse', NOW).value;
  it.each([
    [host, 'login-required'],
    [{ ...host, authorization: 'Bearer wrong' }, 'wrong-token'],
    [{ ...host, authorization: 'Basic Y29ycmVjdA==' }, 'login-required'],
    [{ ...host, 'x-middleware-subrequest': 'proxy:proxy:proxy' }, 'login-required'],
    [{ ...host, 'x-forwarded-for': '127.0.0.1' }, 'login-required'],
    [{ host: 'localhost:3000' }, 'login-required'],
    [{ ...host, cookie: `${SESSION_COOKIE}=${session}` }, 'passes'],
    [{ ...host, cookie: `a=b; ${SESSION_COOKIE}=${session}x` }, 'login-required'],
    [{ ...host, cookie: `${SESSION_COOKIE}=${issueSession('other', NOW).value}` }, 'login-required'],
  ])('%o: %s', async (headers, expected) => {
    expect(await ask(locked, 'GET', headers)).toBe(expected);
  });

  it('takes the bearer token', async () => {
    const policy: AccessPolicy = { token: 'a-token', host: '0.0.0.0' };
    expect(await ask(policy, 'POST', { ...host, authorization: 'Bearer a-token' })).toBe('passes');
  });

  it('ends a session after 12 hours', async () => {
    const later = new Date(NOW.getTime() + 12 * 3600 * 1000);
    const cookie = `${SESSION_COOKIE}=${session}`;
    expect(await ask(locked, 'GET', { ...host, cookie }, later)).toBe('login-required');
  });
});
