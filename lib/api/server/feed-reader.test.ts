import { describe, expect, it } from 'vitest';
import type { AccessPolicy } from './access.ts';
import { feedReader, withBasic } from './feed-reader.ts';

const TOKEN = 'a-long-enough-token';
const LOCKED: AccessPolicy = { token: TOKEN, host: '0.0.0.0' };
const NOW = new Date('2026-01-01T00:00:00Z');

const asking = (authorization?: string) => ({
  method: 'GET',
  header: (name: string) => (name === 'authorization' ? (authorization ?? null) : null),
});
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
const read = (authorization: string | undefined, mustLogIn = false) =>
  feedReader(asking(authorization), mustLogIn, LOCKED, NOW);

describe('feedReader', () => {
  it.each([`Bearer ${TOKEN}`, basic(`reader:${TOKEN}`), basic(`:${TOKEN}`), basic(TOKEN)])(
    'lets in %s',
    async (authorization) => {
      expect((await read(authorization))?.permissions).toContain('read');
    },
  );

  it('takes who sends nothing for anyone, unless the feed is asked for as a whole', async () => {
    expect(await read(undefined)).toBeNull();
    await expect(read(undefined, true)).rejects.toMatchObject({ body: { status: 401 } });
  });

  it.each([basic('reader:wrong'), basic(`${TOKEN}:wrong`), 'Bearer wrong'])(
    'refuses %s, and does not show it the public feed instead',
    async (authorization) => {
      await expect(read(authorization)).rejects.toMatchObject({ body: { status: 401 } });
    },
  );

  it('takes a password with colons whole, and leaves other schemes alone', () => {
    expect(withBasic(asking(basic('me:a:b'))).header('authorization')).toBe('Bearer a:b');
    expect(withBasic(asking('Digest x')).header('authorization')).toBe('Digest x');
    expect(withBasic(asking()).header('authorization')).toBeNull();
  });
});
