import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.ts';
import { loadConfig } from './load-config.ts';

const TOKEN = 'a-token-of-enough-length';

function load(environment: Record<string, string>, files: Record<string, string> = {}) {
  return loadConfig(environment, (path) => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('missing'), { code: 'ENOENT' });
    return text;
  });
}

function complaint(environment: Record<string, string>, files: Record<string, string> = {}): string {
  try {
    load(environment, files);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('expected a ConfigError');
}

describe('loadConfig', () => {
  it('has defaults that need nothing', () => {
    expect(load({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: undefined,
      token: undefined,
      enablePush: false,
      scanEverySeconds: 3600,
      sla: undefined,
      registries: [],
    });
  });

  it('reads each value from a file too, and its own file', () => {
    const config = load(
      {
        BASEBOARD_TOKEN_FILE: '/run/token',
        BASEBOARD_CONFIG: '/etc/baseboard.yaml',
        BASEBOARD_HOST: '0.0.0.0',
      },
      {
        '/run/token': `${TOKEN}\n`,
        '/run/password': 'secret\n',
        '/etc/baseboard.yaml': `
registries:
  - host: 127.0.0.1:5000
    plainHttp: true
    username: ci
    passwordFile: /run/password
    realms: [https://auth.example.com]
  - host: docker.io
    endpoint: http://127.0.0.1:5000
push:
  allow: ["127.0.0.1:5000/apps/**"]
  cascadeByLayers: [docker.io/library/debian]
scan:
  every: 30m
bases:
  - image: registry.example.com/legacy/**
    base: debian:12-slim
trustedBases: ["docker.io/library/*", "127.0.0.1:5000/base/**"]
`,
      },
    );
    expect(config.token).toBe(TOKEN);
    expect(config.scanEverySeconds).toBe(1800);
    expect(config.pushAllow).toEqual(['127.0.0.1:5000/apps/**']);
    expect(config.trustedBases).toEqual(['docker.io/library/*', '127.0.0.1:5000/base/**']);
    expect(config.cascadeByLayers).toEqual(['docker.io/library/debian']);
    expect(config.bases).toEqual([{ image: 'registry.example.com/legacy/**', base: 'debian:12-slim' }]);
    expect(config.registries).toEqual([
      {
        host: '127.0.0.1:5000',
        plainHttp: true,
        username: 'ci',
        password: 'secret',
        realms: ['https://auth.example.com'],
      },
      { host: 'docker.io', endpoint: 'http://127.0.0.1:5000' },
    ]);
  });

  it.each([
    '*',
    '**',
    '*/**',
    '*.example.com/base/**',
    'library/debian',
    'debian',
    'docker.io/library/debian:12',
    'docker.io/library/debian@sha256:0',
    'https://docker.io/library/*',
    'docker.io/',
    'docker.io/library/ debian',
    '',
  ])('refuses "%s" as a pattern of bases: every name would match, or none', (pattern) => {
    for (const [section, key] of [
      [{ trustedBases: [pattern] }, 'trustedBases'],
      [{ push: { cascadeByLayers: [pattern] } }, 'push.cascadeByLayers'],
    ] as const) {
      const message = complaint({}, { './baseboard.yaml': JSON.stringify(section) });
      expect(message).toContain(`baseboard.yaml ${key}[0] is "${pattern}"`);
      expect(message).toContain('such as docker.io/library/*');
    }
  });

  it('trusts no base that is not named', () => {
    expect(load({})).toMatchObject({ trustedBases: [], cascadeByLayers: [] });
  });

  it('reads who may frame a report, by default nobody', () => {
    expect(load({}).frameAncestors).toEqual([]);
    const file = {
      './baseboard.yaml':
        'embed: { frameAncestors: ["https://wiki.example.com", "https://*.example.org:8443"] }',
    };
    expect(load({}, file).frameAncestors).toEqual(['https://wiki.example.com', 'https://*.example.org:8443']);
  });

  it.each([
    'wiki.example.com',
    'https://wiki.example.com/path',
    "https://wiki.example.com; script-src 'unsafe-inline'",
    'https://a.example b.example',
    '*',
    "'self'",
    'javascript:alert(1)',
  ])('refuses %s as a page that may frame a report', (origin) => {
    const file = { './baseboard.yaml': JSON.stringify({ embed: { frameAncestors: [origin] } }) };
    expect(complaint({}, file)).toMatch(
      /embed\.frameAncestors\[0\].*an origin such as https:\/\/wiki\.example\.com/,
    );
  });

  it.each<[Record<string, string>, Record<string, string>, RegExp]>([
    [{ BASEBOARD_PORT: '0' }, {}, /BASEBOARD_PORT is "0": expected a port/],
    [{ BASEBOARD_PORT: '70000' }, {}, /BASEBOARD_PORT is "70000"/],
    [{ BASEBOARD_PORT: 'http' }, {}, /BASEBOARD_PORT is "http"/],
    [{ BASEBOARD_LOG_LEVEL: 'loud' }, {}, /one of trace, debug, info/],
    [{ BASEBOARD_ENABLE_PUSH: 'yes' }, {}, /1 to allow pushing/],
    [{ DATABASE_URL: 'mysql://root:pw@db' }, {}, /DATABASE_URL: expected a URL such as postgres/],
    [{ BASEBOARD_TOKEN: 'two words' }, {}, /BASEBOARD_TOKEN: expected printable ASCII/],
    [{ BASEBOARD_HOST: '0.0.0.0' }, {}, /beyond loopback the token is needed/],
    [{ BASEBOARD_TOKEN: TOKEN, BASEBOARD_TOKEN_FILE: '/x' }, {}, /not both/],
    [{ BASEBOARD_TOKEN_FILE: '/missing' }, {}, /BASEBOARD_TOKEN_FILE is "\/missing"/],
    [{ BASEBOARD_CONFIG: '/missing.yaml' }, {}, /BASEBOARD_CONFIG is "\/missing.yaml"/],
    [{}, { './baseboard.yaml': 'registries: [{host: "http://x"}]' }, /registries\[0\]\.host is "http:\/\/x"/],
    [{}, { './baseboard.yaml': 'registries: [{host: a.io, port: 1}]' }, /registries\[0\].*port/],
    [{}, { './baseboard.yaml': 'registries: [{host: a.io}, {host: a.io}]' }, /each host once/],
    [{}, { './baseboard.yaml': 'scan: {every: 10}' }, /scan\.every is "10"/],
    [{}, { './baseboard.yaml': 'scan: {every: 1s}' }, /at least 1m/],
    [{}, { './baseboard.yaml': 'sla: {staleDays: 0}' }, /sla\.staleDays is "0"/],
    [{}, { './baseboard.yaml': 'registries: {' }, /valid YAML/],
    [{}, { './baseboard.yaml': 'a: 1\na: 2' }, /valid YAML/],
    [{}, { './baseboard.yaml': 'unknown: 1' }, /unknown/],
    [{ BASEBOARD_PUBLIC_URL: 'baseboard.example.com' }, {}, /BASEBOARD_PUBLIC_URL is "baseboard/],
    [{ BASEBOARD_PUBLIC_URL: 'https://a.example/path' }, {}, /without a path/],
    [{ BASEBOARD_PUBLIC_URL: 'https://a.io' }, { './baseboard.yaml': 'publicUrl: https://a.io' }, /not both/],
  ])('%o %o is refused: %s', (environment, files, message) => {
    expect(complaint(environment, files)).toMatch(message);
  });

  it('lists every complaint at once and repeats no secret', () => {
    const message = complaint(
      { BASEBOARD_PORT: 'x', BASEBOARD_TOKEN: 'hunter2 ü', DATABASE_URL: 'mysql://u:hunter2@h' },
      { './baseboard.yaml': 'registries: [{host: a.io, password: [hunter2]}]' },
    );
    expect(message.split('\n')).toHaveLength(4);
    expect(message).not.toContain('hunter2');
  });
});
