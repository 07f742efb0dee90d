import { describe, expect, test } from 'vitest';
import { RegistrySettingsError } from '../../settings.ts';
import { createEndpoints } from './endpoints.ts';

describe('the endpoint of a registry', () => {
  test.each([
    ['docker.io', {}, 'https://registry-1.docker.io', ''],
    ['index.docker.io', {}, 'https://registry-1.docker.io', ''],
    ['docker.io', { endpoint: 'https://mirror.corp:8443' }, 'https://mirror.corp:8443', ''],
    ['docker.io', { endpoint: 'harbor.corp/hub' }, 'https://harbor.corp', 'hub/'],
    ['docker.io', { endpoint: 'http://10.0.0.1:5000/' }, 'http://10.0.0.1:5000', ''],
    ['reg.corp:5000', { plainHttp: true }, 'http://reg.corp:5000', ''],
    ['reg.corp', { plainHttp: true }, 'http://reg.corp', ''],
    ['REG.corp', {}, 'https://reg.corp', ''],
  ])('%s with %j', (host, more, origin, prefix) => {
    const endpoints = createEndpoints([{ host, ...more }]);
    expect(endpoints.of(host)).toMatchObject({ origin, prefix, listed: true });
    expect(endpoints.listedOrigins.has(origin)).toBe(true);
  });

  test('other registries use https, and are not listed', () => {
    const endpoints = createEndpoints([{ host: 'reg.corp:5000', plainHttp: true }]);
    expect(endpoints.of('reg.corp')).toMatchObject({ origin: 'https://reg.corp', listed: false });
    expect(endpoints.of('reg.corp:5001')).toMatchObject({ listed: false });
    expect(endpoints.of('reg.corp:5000.evil.example')).toBeUndefined();
    expect(endpoints.of('evil.example/reg.corp:5000')).toBeUndefined();
    expect(endpoints.of('999.1.1.1')).toBeUndefined();
  });

  test.each([
    [[{ host: 'https://reg.corp' }]],
    [[{ host: 'a.example' }, { host: 'A.example' }]],
    [[{ host: 'a.example', endpoint: 'https://user:pw@b.example' }]],
    [[{ host: 'a.example', endpoint: 'https://b.example/?x' }]],
    [[{ host: 'a.example', endpoint: 'https://b.example/UPPER' }]],
    [[{ host: 'a.example', realms: ['https://['] }]],
  ])('%j is refused', (registries) => {
    expect(() => createEndpoints(registries)).toThrow(RegistrySettingsError);
  });
});
