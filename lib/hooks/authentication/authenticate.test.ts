import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { newSigningKey, signatureHeaders } from '#lib/notify/messages/webhook-signature.ts';
import { HOOK_KIND, type HookKind } from '../hook-kind.ts';
import { call } from '../testing.ts';
import { authenticate } from './authenticate.ts';
import type { GoogleKeys } from './google-token.ts';

const NOW = new Date('2026-03-09T14:44:26Z');
const SECRET = 'c2VjcmV0LW9mLXRoZS1ob29r';
const BODY = '{"a":1}';
const noKeys: GoogleKeys = () => Promise.reject(new Error('no network'));

function judge(
  kind: HookKind,
  headers: Record<string, string>,
  { body = BODY, secret = SECRET, keys = noKeys, serviceAccount = null as string | null, now = NOW } = {},
) {
  const facts = { now, googleKeys: keys };
  return authenticate(call(body, headers), { kind, secret, serviceAccount }, facts);
}

const hmac = (body: string, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');
const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

describe.each(['distribution', 'harbor', 'zot', 'ecr', 'acr', 'gitlab'] as const)('%s', (kind) => {
  it.each([
    { authorization: SECRET },
    { authorization: `Bearer ${SECRET}` },
    { authorization: `bearer   ${SECRET}` },
    basic(`baseboard:${SECRET}`),
    { 'x-api-key': SECRET },
  ])('accepts the secret in %j', async (headers) => {
    expect(await judge(kind, headers)).toBe('authentic');
  });

  it.each<Record<string, string>>([
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: `Bearer ${SECRET}x` },
    { authorization: SECRET.slice(0, -1) },
    { authorization: SECRET.toUpperCase() },
    basic(`${SECRET}:`),
    { authorization: 'Basic %%%' },
    { 'x-api-key': hmac(BODY) },
  ])('refuses %j', async (headers) => {
    expect(await judge(kind, headers)).toBe('forged');
  });
});

describe.each([
  ['github', 'x-hub-signature-256', 'sha256='],
  ['artifactory', 'x-jfrog-event-auth', ''],
] as const)('%s', (kind, header, prefix) => {
  const sends = (value: string, body = BODY) => judge(kind, { [header]: value }, { body });

  it('accepts the HMAC over the bytes as they came', async () => {
    expect(await sends(prefix + hmac(BODY))).toBe('authentic');
    expect(await sends(prefix + hmac(BODY).toUpperCase())).toBe('authentic');
    // The same JSON with other white space.
    const spaced = '{ "a": 1 }';
    expect(await sends(prefix + hmac(spaced), spaced)).toBe('authentic');
    expect(await sends(prefix + hmac(BODY), spaced)).toBe('forged');
  });

  it('refuses other keys, forms and lengths, and the secret itself', async () => {
    const wrong = [hmac(BODY, 'other'), hmac(BODY).slice(2), `${hmac(BODY)}00`, SECRET, '', 'zz'.repeat(32)];
    for (const each of wrong) expect(await sends(prefix + each)).toBe('forged');
    expect(await judge(kind, {})).toBe('forged');
    expect(await sends(`sha1=${createHmac('sha1', SECRET).update(BODY).digest('hex')}`)).toBe('forged');
  });
});

describe('Standard Webhooks', () => {
  const key = newSigningKey();
  const signed = (at: Date, body = BODY, by = key) => signatureHeaders(by, 'msg_1', at, body);
  const sends = (headers: Record<string, string>, body = BODY) =>
    judge('generic', headers, { secret: key, body });

  it('accepts what Baseboard itself signs, and one of several signatures', async () => {
    const headers = signed(NOW);
    expect(await sends(headers)).toBe('authentic');
    const several = `v1a,x v1,${'A'.repeat(43)}= ${headers['webhook-signature']}`;
    expect(await sends({ ...headers, 'webhook-signature': several })).toBe('authentic');
  });

  it.each([
    [-300, 'authentic'],
    [-301, 'forged'],
    [300, 'authentic'],
    [301, 'forged'],
  ])('signed %i s from now: %s', async (seconds, expected) => {
    expect(await sends(signed(new Date(NOW.getTime() + seconds * 1000)))).toBe(expected);
  });

  it('refuses another body, id, time, key or version, and missing headers', async () => {
    const headers = signed(NOW);
    const with_ = (change: Record<string, string>) => sends({ ...headers, ...change });
    expect(await sends(headers, `${BODY} `)).toBe('forged');
    expect(await with_({ 'webhook-id': 'msg_2' })).toBe('forged');
    expect(await with_({ 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) })).toBe(
      'forged',
    );
    expect(await with_({ 'webhook-timestamp': 'NaN' })).toBe('forged');
    expect(await with_({ 'webhook-timestamp': '9'.repeat(400) })).toBe('forged');
    expect(
      await with_({ 'webhook-signature': headers['webhook-signature']?.replace('v1,', 'v2,') ?? '' }),
    ).toBe('forged');
    expect(await sends(signed(NOW, BODY, newSigningKey()))).toBe('forged');
    for (const name of Object.keys(headers)) expect(await with_({ [name]: '' })).toBe('forged');
  });
});

const { privateKey, publicKey } = await generateKeyPair('RS256');
const PUBLIC = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256' };

describe('Google', () => {
  const keys = createLocalJWKSet({ keys: [PUBLIC] });
  const ACCOUNT = 'push@my-project.iam.gserviceaccount.com';
  const seconds = NOW.getTime() / 1000;
  const claims = { email: ACCOUNT, email_verified: true, iss: 'https://accounts.google.com', aud: SECRET };
  const times = { iat: seconds - 60, exp: seconds + 3000 };
  const token = (change = {}, key: Parameters<SignJWT['sign']>[0] = privateKey, header = {}) =>
    new SignJWT({ ...claims, ...times, ...change })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
      .sign(key);
  const sends = async (sent: string | Promise<string>, more: Parameters<typeof judge>[2] = {}) =>
    judge('gar', { authorization: `Bearer ${await sent}` }, { keys, serviceAccount: ACCOUNT, ...more });

  it('accepts a token of Google for this audience and account', async () => {
    expect(await sends(token())).toBe('authentic');
    expect(await sends(token({ email: 'other@x.test' }), { serviceAccount: null })).toBe('authentic');
  });

  it.each([
    ['another issuer', { iss: 'https://accounts.evil.test' }],
    ['another audience', { aud: 'https://baseboard.example.com' }],
    ['no audience', { aud: undefined }],
    ['another account', { email: 'other@x.test' }],
    ['an account that is not verified', { email_verified: false }],
    ['its time over', { exp: seconds - 31 }],
    ['no end', { exp: undefined }],
    ['a start in the future', { nbf: seconds + 31 }],
  ])('refuses a token with %s', async (_, change) => {
    expect(await sends(token(change))).toBe('forged');
  });

  it('refuses other keys, other algorithms and what is no token', async () => {
    const other = await generateKeyPair('RS256');
    expect(await sends(token({}, other.privateKey))).toBe('forged');
    expect(await sends(token({}, other.privateKey, { kid: 'k2' }))).toBe('forged');
    expect(await sends(token({}, new TextEncoder().encode('x'.repeat(32)), { alg: 'HS256' }))).toBe('forged');
    const [header, payload] = (await token()).split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const each of [none, `${header}.${payload}.`, 'x', 'a.b.c', ''])
      expect(await sends(each)).toBe('forged');
    expect(await judge('gar', {}, { keys })).toBe('forged');
  });

  it('is unverifiable, not forged, while the keys cannot be fetched', async () => {
    expect(await sends(token(), { keys: noKeys })).toBe('unverifiable');
  });
});

it('only Docker Hub and Quay have nothing but the address', async () => {
  const open: HookKind[] = [];
  for (const kind of HOOK_KIND) if ((await judge(kind, {})) === 'authentic') open.push(kind);
  expect(open).toEqual(['docker-hub', 'quay']);
});

it('any headers are judged without an exception, and none by chance', async () => {
  const headers = fc.dictionary(
    fc.constantFrom('authorization', 'x-api-key', 'x-hub-signature-256', 'x-jfrog-event-auth', 'webhook-id'),
    fc.string({ unit: 'grapheme-ascii' }),
  );
  const closed = HOOK_KIND.filter((kind) => kind !== 'docker-hub' && kind !== 'quay');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...closed), headers, async (kind, sent) => {
      const trimmed = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, value.trim()]));
      expect(await judge(kind, trimmed)).not.toBe('authentic');
    }),
  );
});
