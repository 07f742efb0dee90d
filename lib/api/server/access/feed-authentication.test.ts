import { describe, expect, it } from 'vitest';
import type { Caller } from '#lib/access/roles.ts';
import { operator } from '#lib/fleet/access/callers.ts';
import { createAttemptLimit } from '../limits/login-attempt-limit.ts';
import type { AccessPolicy } from './admission.ts';
import { feedReader, withBasic } from './feed-authentication.ts';

const TOKEN = 'a-long-enough-token';
const API_TOKEN = `bb_${'a'.repeat(43)}`;
const SCOPED = `bb_${'b'.repeat(43)}`;

const caller = (permissions: Caller['permissions']): Caller => ({
  ...{ name: 'reader', role: 'viewer', permissions, via: 'api-token', account: 'reader', sessionId: null },
});
const LOCKED: AccessPolicy = {
  open: false,
  guessable: false,
  host: '0.0.0.0',
  publicUrl: undefined,
  isToken: (bearer) => bearer === TOKEN,
  callerOfApiToken: async (bearer) =>
    bearer === API_TOKEN ? caller(['read']) : bearer === SCOPED ? caller(['track']) : undefined,
  callerOfSession: async () => undefined,
  operator,
  wrongTokens: createAttemptLimit(() => new Date(0), { perKey: 100, allUnknown: 100 }),
  refused: () => {},
};

const asking = (authorization?: string) => ({
  method: 'GET',
  address: '192.0.2.1',
  header: (name: string) => (name === 'authorization' ? (authorization ?? null) : null),
});
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
const read = (authorization: string | undefined, mustLogIn = false) =>
  feedReader(asking(authorization), mustLogIn, LOCKED);

describe('feedReader', () => {
  it.each([
    `Bearer ${TOKEN}`,
    basic(`reader:${TOKEN}`),
    basic(`:${TOKEN}`),
    basic(TOKEN),
    basic(`me:${API_TOKEN}`),
  ])('lets in %s', async (authorization) => {
    expect((await read(authorization))?.permissions).toContain('read');
  });

  it('accepts anonymous readers, unless they request the whole feed', async () => {
    expect(await read(undefined)).toBeNull();
    await expect(read(undefined, true)).rejects.toMatchObject({ body: { status: 401 } });
  });

  it.each([basic('reader:wrong'), basic(`${TOKEN}:wrong`), 'Bearer wrong'])(
    'refuses %s, and does not show it the public feed instead',
    async (authorization) => {
      await expect(read(authorization)).rejects.toMatchObject({ body: { status: 401 } });
    },
  );

  it('rejects a token without the scope read', async () => {
    await expect(read(basic(`me:${SCOPED}`))).rejects.toMatchObject({ body: { status: 403 } });
  });

  it('keeps colons in a password, and ignores other schemes', () => {
    expect(withBasic(asking(basic('me:a:b'))).header('authorization')).toBe('Bearer a:b');
    expect(withBasic(asking('Digest x')).header('authorization')).toBe('Digest x');
    expect(withBasic(asking()).header('authorization')).toBeNull();
  });
});
