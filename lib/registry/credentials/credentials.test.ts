import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Credential } from '../transport/auth/credential.ts';
import { authKey, findAuth, parseAuthFile } from './auth-file.ts';
import { CredentialHelperError, helperRunner, parseHelperAnswer } from './credential-helper.ts';
import { createCredentialFinder } from './credential-sources.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const auths = (entries: Record<string, unknown>) => JSON.stringify({ auths: entries });
const as = (username: string) => ({ auth: base64(`${username}:pw`) });
const password = (username: string, secret = 'pw'): Credential => ({
  type: 'password',
  username,
  password: secret,
});

describe('keys of a credential file', () => {
  test.each([
    ['https://index.docker.io/v1/', 'docker.io'],
    ['index.docker.io', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
    ['docker.io', 'docker.io'],
    ['https://ghcr.io', 'ghcr.io'],
    ['http://reg.corp:5000/v2/', 'reg.corp:5000'],
    ['reg.corp:5000/v2', 'reg.corp:5000'],
    ['quay.io/org/app', 'quay.io/org/app'],
    ['docker.io/library', 'docker.io/library'],
    ['REG.corp', 'reg.corp'],
  ])('%s is %s', (key, expected) => {
    expect(authKey(key)).toBe(expected);
  });
});

describe('finding an entry', () => {
  const file = parseAuthFile(
    auths({
      'quay.io': as('host'),
      'quay.io/org': as('org'),
      'quay.io/org/app': as('app'),
      'reg.corp:5000': as('port'),
      'https://index.docker.io/v1/': as('hub'),
    }),
  );
  test.each([
    ['quay.io', 'org/app', 'app'],
    ['quay.io', 'org/app/sub', 'app'],
    ['quay.io', 'org/application', 'org'],
    ['quay.io', 'other/app', 'host'],
    ['docker.io', 'library/debian', 'hub'],
    ['reg.corp:5000', 'a', 'port'],
    ['reg.corp', 'a', undefined],
    ['reg.corp:50000', 'a', undefined],
    ['evil-quay.io', 'a', undefined],
    ['quay.io.evil.example', 'a', undefined],
    ['io', 'a', undefined],
  ])('%s/%s → %s', (host, repository, username) => {
    expect(file && findAuth(file, host, repository)).toEqual(username && password(username));
  });
});

describe('entries', () => {
  test.each<[string, unknown, Credential | undefined]>([
    ['auth', { auth: base64('u:p:q') }, password('u', 'p:q')],
    ['auth that ends with NULs', { auth: base64('u:p\0\0') }, password('u', 'p')],
    ['username and password', { username: 'u', password: 'p' }, password('u', 'p')],
    [
      'identitytoken',
      { auth: base64('u:'), identitytoken: 'id' },
      { type: 'identity-token', token: 'id', username: 'u' },
    ],
    ['registrytoken', { registrytoken: 'rt' }, { type: 'registry-token', token: 'rt' }],
    ['registrytoken that is no header', { registrytoken: 'a\nb' }, undefined],
    ['nothing', {}, undefined],
    ['no colon', { auth: base64('user') }, undefined],
    ['no base64', { auth: '!!!' }, undefined],
    ['null', null, undefined],
    ['another type', { auth: 7, username: [] }, undefined],
  ])('%s', (_, entry, expected) => {
    expect(parseAuthFile(auths({ 'a.example': entry }))?.auths.get('a.example')).toEqual(expected);
  });

  test.each(['', '{', '[]', '"x"', '{"auths":[1]}', 'null'])('%s is no credential file', (text) => {
    expect(parseAuthFile(text)?.auths.size).toBeFalsy();
  });
});

test.each<[string, Credential | undefined | 'error']>([
  ['{"ServerURL":"a","Username":"u","Secret":"p"}', password('u', 'p')],
  ['{"Username":"<token>","Secret":"id"}', { type: 'identity-token', token: 'id' }],
  ['{"Username":"u","Secret":""}', undefined],
  ['{"Username":"u"}', 'error'],
  ['no json', 'error'],
])('a helper answers %s', (output, expected) => {
  const read = () => parseHelperAnswer('x', output);
  if (expected === 'error') expect(read).toThrow(CredentialHelperError);
  else expect(read()).toEqual(expected);
});

describe('sources on disk', () => {
  let root = '';
  const write = async (path: string, text: string) => {
    const full = join(root, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, text);
    return full;
  };
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'credentials-'));
    await write('home/.docker/config.json', auths({ 'a.example': as('home'), 'home.example': as('home') }));
    await write('dockerconfig/config.json', auths({ 'a.example': as('dockerconfig') }));
    await write('authfile.json', auths({ 'a.example': as('authfile') }));
    await write('run/containers/auth.json', auths({ 'a.example': as('run'), 'run.example': as('run') }));
    await write('broken.json', '{"auths":');
    const helper = await write(
      'bin/docker-credential-test',
      `#!/bin/sh
read -r server
case "$server" in
  known.example) echo '{"Username":"helped","Secret":"pw"}' ;;
  https://index.docker.io/v1/) echo '{"Username":"<token>","Secret":"hub-id"}' ;;
  slow.example) exec sleep 30 ;;
  loud.example) exec yes ;;
  sad.example) echo 'keychain locked: pw' ; exit 2 ;;
  *) echo 'credentials not found in native keychain' ; exit 1 ;;
esac
`,
    );
    await chmod(helper, 0o755);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const environment = (env: Record<string, string>, home = 'nowhere') => ({
    env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin`, ...env },
    home: join(root, home),
  });

  test('the first that knows the host wins, in docker’s and podman’s order', async () => {
    const all: [string, string][] = [
      ['DOCKER_AUTH_CONFIG', auths({ 'a.example': as('inline') })],
      ['REGISTRY_AUTH_FILE', join(root, 'authfile.json')],
      ['DOCKER_CONFIG', join(root, 'dockerconfig')],
      ['XDG_RUNTIME_DIR', join(root, 'run')],
    ];
    const found: (string | undefined)[] = [];
    for (let from = 0; from <= all.length; from++) {
      const find = createCredentialFinder(environment(Object.fromEntries(all.slice(from))), () => undefined);
      const credential = await find('a.example', 'x');
      found.push(credential?.type === 'password' ? credential.username : undefined);
    }
    expect(found).toEqual(['inline', 'authfile', 'dockerconfig', 'run', undefined]);
  });

  test('a later source serves what earlier ones do not know', async () => {
    const env = {
      DOCKER_AUTH_CONFIG: auths({ 'other.example': as('x') }),
      XDG_RUNTIME_DIR: join(root, 'run'),
    };
    const warnings: string[] = [];
    const find = createCredentialFinder(environment(env, 'home'), (message) => warnings.push(message));
    expect(await find('home.example', 'x')).toEqual(password('home'));
    expect(await find('run.example', 'x')).toEqual(password('run'));
    expect(await find('unknown.example', 'x')).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  test('sources that cannot be read are reported once, and stop nothing', async () => {
    const warnings: string[] = [];
    const env = {
      DOCKER_AUTH_CONFIG: '{"auths": "S3CRET',
      REGISTRY_AUTH_FILE: join(root, 'missing.json'),
      XDG_RUNTIME_DIR: join(root, 'run'),
    };
    const find = createCredentialFinder(environment(env), (message) => warnings.push(message));
    expect(await find('run.example', 'x')).toEqual(password('run'));
    await find('run.example', 'y');
    expect(warnings).toEqual([
      'credentials: DOCKER_AUTH_CONFIG is not a docker or podman credential file',
      expect.stringMatching(/^credentials: REGISTRY_AUTH_FILE .* does not exist$/),
    ]);
  });

  test('helpers: by host, for all, for Docker Hub, and the unknown', async () => {
    const env = {
      DOCKER_AUTH_CONFIG: JSON.stringify({
        credHelpers: { 'known.example': 'test' },
        auths: { 'b.example': as('b') },
      }),
    };
    const find = createCredentialFinder(environment(env), () => undefined);
    expect(await find('known.example', 'x')).toEqual(password('helped'));
    expect(await find('b.example', 'x')).toEqual(password('b'));
    expect(await find('docker.io', 'x')).toBeUndefined();

    const store = createCredentialFinder(
      environment({ DOCKER_AUTH_CONFIG: '{"credsStore":"test"}' }),
      () => undefined,
    );
    expect(await store('docker.io', 'library/x')).toEqual({ type: 'identity-token', token: 'hub-id' });
    expect(await store('unknown.example', 'x')).toBeUndefined();
  });

  test.each([
    ['missing', 'absent', 'a.example', /could not be started/],
    ['with a path for a name', '../../bin/evil', 'a.example', /the name of a credential helper/],
    ['with a shell’s words', 'x;touch y', 'a.example', /the name of a credential helper/],
    ['failing', 'test', 'sad.example', /exit status 2/],
    ['hanging', 'test', 'slow.example', /did not answer in time/],
    ['without end', 'test', 'loud.example', /answered with too much/],
  ])('a helper %s', async (_, suffix, host, message) => {
    const ask = helperRunner(environment({}).env, 500);
    const call = ask(suffix, host);
    await expect(call).rejects.toThrow(CredentialHelperError);
    await expect(call).rejects.toThrow(message);
    await expect(call).rejects.not.toThrow(/pw/);
  });
});
