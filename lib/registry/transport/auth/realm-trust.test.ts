import { describe, expect, test } from 'vitest';
import type { RegistrySettings } from '../../settings.ts';
import { createEndpoints } from '../request/endpoints.ts';
import { judgeRealm } from './realm-trust.ts';

const listed: RegistrySettings[] = [
  { host: '127.0.0.1:5000', plainHttp: true, realms: ['http://127.0.0.1:5001/token'] },
  { host: 'registry.corp.example', realms: ['auth.partner.example:8443'] },
];

describe('what a token server may be sent', () => {
  test.each([
    ['docker.io', 'https://auth.docker.io/token', 'credentials'],
    ['ghcr.io', 'https://ghcr.io/token', 'credentials'],
    ['registry.gitlab.com', 'https://gitlab.com/jwt/auth', 'credentials'],
    ['registry.corp.example', 'https://auth.partner.example:8443/t', 'credentials'],
    ['registry.corp.example', 'https://auth.corp.example:9000/t', 'credentials'],
    ['registry.corp.example', 'https://auth.partner.example/t', 'anonymous'],
    ['registry.corp.example', 'http://auth.corp.example/t', 'refused'],
    ['registry.corp.example', 'http://registry.corp.example/t', 'refused'],
    ['ghcr.io', 'https://evil.example/token', 'anonymous'],
    ['ghcr.io', 'https://ghcr.io.evil.example/token', 'anonymous'],
    ['ghcr.io', 'https://evilghcr.io/token', 'anonymous'],
    ['ghcr.io', 'http://ghcr.io/token', 'refused'],
    ['ghcr.io', 'https://user:pw@ghcr.io/token', 'refused'],
    ['ghcr.io', 'file:///etc/passwd', 'refused'],
    ['ghcr.io', 'gopher://ghcr.io/', 'refused'],
    ['ghcr.io', 'not a url', 'refused'],
    ['ghcr.io', '', 'refused'],
    ['alice.github.io', 'https://mallory.github.io/token', 'anonymous'],
    ['registry.co.uk', 'https://evil.co.uk/token', 'anonymous'],
    ['203.0.113.7', 'https://203.0.113.8/token', 'anonymous'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000/token', 'credentials'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5001/other', 'credentials'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5002/token', 'refused'],
    ['127.0.0.1:5000', 'http://169.254.169.254/latest', 'refused'],
  ])('%s → %s: %s', (host, realm, trust) => {
    const endpoint = createEndpoints(listed).of(host);
    expect(endpoint && judgeRealm(endpoint, realm).trust).toBe(trust);
  });
});
