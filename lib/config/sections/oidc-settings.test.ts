import { describe, expect, it } from 'vitest';
import { ConfigError } from '../config-error.ts';
import { loadConfig } from '../load-config.ts';

const OIDC = {
  issuer: 'https://login.example.com',
  clientId: 'baseboard',
  clientSecret: 'hunter2',
  roles: { admin: ['platform'] },
};
const PUBLIC = { BASEBOARD_PUBLIC_URL: 'https://baseboard.example.com' };

function load(
  oidc: unknown,
  environment: Record<string, string> = PUBLIC,
  files: Record<string, string> = {},
) {
  return loadConfig(environment, (path) => {
    const text = path === './baseboard.yaml' ? JSON.stringify({ oidc }) : files[path];
    if (text === undefined) throw Object.assign(new Error('missing'), { code: 'ENOENT' });
    return text;
  });
}

function complaint(oidc: unknown, environment: Record<string, string> = PUBLIC): string {
  try {
    load(oidc, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected a ConfigError');
}

describe('oidc in baseboard.yaml', () => {
  it('needs an issuer, a client and who is what', () => {
    expect(load(OIDC).oidc).toEqual({
      ...OIDC,
      label: 'single sign-on',
      scopes: ['openid', 'profile', 'email'],
      roles: { claim: 'groups', admin: ['platform'], operator: [], viewer: [] },
      defaultRole: 'none',
    });
  });

  it('is enough to listen beyond loopback', () => {
    expect(load(OIDC, { ...PUBLIC, BASEBOARD_HOST: '0.0.0.0' })).toMatchObject({
      host: '0.0.0.0',
      token: undefined,
    });
  });

  it('reads the secret from a file', () => {
    const { clientSecret: _, ...rest } = OIDC;
    const config = load({ ...rest, clientSecretFile: '/run/secret' }, PUBLIC, { '/run/secret': 's3cret\n' });
    expect(config.oidc?.clientSecret).toBe('s3cret');
  });

  it.each([
    ['https://login.example.com/realms/one', true],
    ['http://127.0.0.1:4000', true],
    ['http://localhost:4000', true],
    ['http://[::1]:4000', true],
    ['http://login.example.com', false],
    ['http://127.0.0.1.example.com', false],
    ['https://login.example.com/?a=1', false],
    ['login.example.com', false],
  ])('the issuer %s: %s', (issuer, good) => {
    if (good) expect(load({ ...OIDC, issuer }).oidc?.issuer).toBe(issuer);
    else expect(complaint({ ...OIDC, issuer })).toMatch(/oidc\.issuer is ".*": expected the https:/);
  });

  it.each<[object, Record<string, string>, RegExp]>([
    [{ clientSecret: undefined }, PUBLIC, /one of clientSecret and clientSecretFile/],
    [{ clientSecretFile: '/x' }, PUBLIC, /one of clientSecret and clientSecretFile/],
    [
      { clientSecret: undefined, clientSecretFile: '/x' },
      PUBLIC,
      /clientSecretFile is "\/x": expected the path/,
    ],
    [{ roles: {} }, PUBLIC, /nobody could log in/],
    [{ roles: { owner: ['x'] } }, PUBLIC, /owner/],
    [{ scopes: ['profile'] }, PUBLIC, /openid among them/],
    [{ defaultRole: 'admin' }, PUBLIC, /viewer or none/],
    [{}, {}, /BASEBOARD_PUBLIC_URL: expected with oidc the address that people open/],
    [
      {},
      { BASEBOARD_PUBLIC_URL: 'http://baseboard.example.com' },
      /BASEBOARD_PUBLIC_URL is "http:.*loopback alone/,
    ],
  ])('%o is refused: %s', (change, environment, message) => {
    const text = complaint({ ...OIDC, ...change }, environment);
    expect(text).toMatch(message);
    expect(text).not.toContain('hunter2');
  });

  it('a secret of the wrong type is not repeated', () => {
    expect(complaint({ ...OIDC, clientSecret: 4711 })).not.toContain('4711');
  });
});
