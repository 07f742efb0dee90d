import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OidcSettings } from '#lib/config/sections/oidc-settings.ts';
import { LoginError } from '../errors.ts';
import { passProvider, startTestProvider, type TestProvider } from '../testing.ts';
import { openFlow, sealFlow } from './login-flow.ts';
import { CALLBACK_PATH, createOidcLogin } from './oidc-login.ts';

const PUBLIC = 'http://127.0.0.1:3999';

function settings(provider: Pick<TestProvider, 'issuer' | 'clientId' | 'clientSecret'>): OidcSettings {
  const { issuer, clientId, clientSecret } = provider;
  return {
    issuer,
    clientId,
    clientSecret,
    label: 'the test',
    scopes: ['openid', 'profile', 'email'],
    roles: { claim: 'groups', admin: ['platform'], operator: [], viewer: [] },
    defaultRole: 'none',
  };
}

async function failure(work: Promise<unknown>): Promise<LoginError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LoginError);
  return error as LoginError;
}

describe.each([true, false])(
  'a login with a real provider (claims in the ID token: %s)',
  (claimsInIdToken) => {
    let provider: TestProvider;
    let now = Date.now();
    const people = { ada: { email: 'ada@example.com', email_verified: true, groups: ['platform', 'x'] } };
    const login = () => createOidcLogin(settings(provider), PUBLIC, () => new Date(now));
    beforeAll(async () => {
      provider = await startTestProvider({ redirectUri: PUBLIC + CALLBACK_PATH, people, claimsInIdToken });
    });
    afterAll(() => provider[Symbol.asyncDispose]());

    it('tells who it is, and where they wanted to go', async () => {
      const { url, flow } = await login().begin('/graph?focus=a');
      const asked = new URL(url).searchParams;
      expect(asked.get('code_challenge_method')).toBe('S256');
      expect(asked.get('redirect_uri')).toBe(PUBLIC + CALLBACK_PATH);
      expect(asked.get('nonce')).toMatch(/^[\w-]{43}$/);
      const back = await passProvider(url, 'ada');
      const { claims, next } = await login().end(back.search, flow);
      expect(claims).toMatchObject({ sub: 'ada', ...people.ada });
      expect(next).toBe('/graph?focus=a');
      expect((await failure(login().end(back.search, flow))).kind).toBe('failed');
    });

    it('is refused where the provider refused', async () => {
      const { url, flow } = await login().begin('/');
      const back = await passProvider(url, undefined);
      expect((await failure(login().end(back.search, flow))).kind).toBe('denied');
    });

    it('takes a code by no other browser, with no other state, and not too late', async () => {
      const mine = await login().begin('/');
      const other = await login().begin('/');
      const back = await passProvider(mine.url, 'ada');
      expect((await failure(login().end(back.search, undefined))).kind).toBe('expired');
      expect((await failure(login().end(back.search, other.flow))).kind).toBe('failed');
      back.searchParams.set('state', new URL(other.url).searchParams.get('state') ?? '');
      // The other's state with the other's flow, but a code that was made for mine: PKCE tells.
      expect((await failure(login().end(back.search, other.flow))).kind).toBe('failed');
      now += 601_000;
      expect((await failure(login().end(back.search, mine.flow))).kind).toBe('expired');
      now -= 601_000;
    });
  },
);

describe('what waits in the browser', () => {
  const flow = { state: 's', nonce: 'n', verifier: 'v', next: '/', expires: 1000 };
  it('opens with the same secret, until it is over', () => {
    const sealed = sealFlow(flow, 'secret');
    expect(sealed).not.toContain(Buffer.from('verifier').toString('base64url').slice(0, 8));
    expect(openFlow(sealed, 'secret', new Date(999))).toEqual(flow);
    expect(openFlow(sealed, 'secret', new Date(1000))).toBeUndefined();
    expect(openFlow(sealed, 'other', new Date(0))).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openFlow(changed.toString('base64url'), 'secret', new Date(0))).toBeUndefined();
    }
    for (const text of ['', 'x', sealed.slice(0, 30)])
      expect(openFlow(text, 'secret', new Date(0))).toBeUndefined();
  });
});

describe('a provider that lies', () => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const others = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = (claims: object, key = keys.privateKey, alg = 'ES256') => {
    const head = `${encode({ alg, kid: 'k' })}.${encode(claims)}`;
    if (alg === 'none') return `${head}.`;
    if (alg === 'HS256') return `${head}.${createHmac('sha256', 'secret').update(head).digest('base64url')}`;
    return `${head}.${sign('sha256', Buffer.from(head), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };

  /** A provider whose token endpoint answers whatever is set. */
  async function serveLiar(metadata: object = {}) {
    let tokens: object = {};
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      const path = request.url ?? '';
      if (path.endsWith('openid-configuration'))
        return response.end(
          JSON.stringify({
            issuer,
            authorization_endpoint: `${issuer}/auth`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/jwks`,
            id_token_signing_alg_values_supported: ['ES256'],
            ...metadata,
          }),
        );
      if (path === '/jwks')
        return response.end(
          JSON.stringify({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256' }] }),
        );
      response.end(JSON.stringify(tokens));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const login = createOidcLogin(
      settings({ issuer, clientId: 'baseboard', clientSecret: 'secret' }),
      PUBLIC,
      () => new Date(),
    );
    return {
      issuer,
      login,
      answer: (next: object) => {
        tokens = { access_token: 'a', token_type: 'bearer', ...next };
      },
      [Symbol.dispose]: () => void server.close(),
    };
  }

  const seconds = Math.floor(Date.now() / 1000);
  const honest = { sub: 'ada', aud: 'baseboard', iat: seconds, exp: seconds + 300 };
  it.each<[string, (claims: object, nonce: string) => object, boolean]>([
    ['the honest one', (claims, nonce) => ({ id_token: jwt({ ...claims, nonce }) }), true],
    ['another nonce', (claims) => ({ id_token: jwt({ ...claims, nonce: 'other' }) }), false],
    ['no nonce', (claims) => ({ id_token: jwt(claims) }), false],
    ['another audience', (claims, nonce) => ({ id_token: jwt({ ...claims, nonce, aud: 'other' }) }), false],
    [
      'another issuer',
      (claims, nonce) => ({ id_token: jwt({ ...claims, nonce, iss: 'https://evil.example' }) }),
      false,
    ],
    [
      'a token that is over',
      (claims, nonce) => ({ id_token: jwt({ ...claims, nonce, exp: seconds - 60 }) }),
      false,
    ],
    ['another’s key', (claims, nonce) => ({ id_token: jwt({ ...claims, nonce }, others.privateKey) }), false],
    ['no signature', (claims, nonce) => ({ id_token: jwt({ ...claims, nonce }, undefined, 'none') }), false],
    [
      'the client’s secret as the key',
      (claims, nonce) => ({ id_token: jwt({ ...claims, nonce }, undefined, 'HS256') }),
      false,
    ],
    ['no ID token', () => ({}), false],
    [
      'a mebibyte and more',
      (claims, nonce) => ({ id_token: jwt({ ...claims, nonce }), pad: 'x'.repeat(1 << 20) }),
      false,
    ],
  ])('%s', async (_, tokens, good) => {
    using liar = await serveLiar();
    const { url, flow } = await liar.login.begin('/');
    const { state, nonce = '' } = Object.fromEntries(new URL(url).searchParams);
    liar.answer(tokens({ iss: liar.issuer, ...honest }, nonce));
    const ended = liar.login.end(`?code=c&state=${state}`, flow);
    if (good) expect((await ended).claims.sub).toBe('ada');
    else expect((await failure(ended)).kind).toBe('failed');
  });

  it('is not followed to an address that is not https', async () => {
    using liar = await serveLiar({ token_endpoint: 'http://192.0.2.1/token' });
    const { url, flow } = await liar.login.begin('/');
    const state = new URL(url).searchParams.get('state');
    const error = await failure(liar.login.end(`?code=c&state=${state}`, flow));
    expect(error.kind).toBe('failed');
    expect(String((error.cause as Error).message ?? error)).toMatch(/not https|unexpected/i);
  });

  it('is asked again after it could not be reached', async () => {
    const login = createOidcLogin(
      settings({ issuer: 'http://127.0.0.1:1', clientId: 'a', clientSecret: 'b' }),
      PUBLIC,
      () => new Date(),
    );
    for (let n = 0; n < 2; n++) expect((await failure(login.begin('/'))).kind).toBe('failed');
  });
});
