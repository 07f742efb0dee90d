import { describe, expect, test } from 'vitest';
import { startTestServer } from '#lib/registry/testing/test-server.ts';
import { mayGetLogin } from '#lib/sources/registries/login-trust.ts';
import { json, sourceOf } from '#lib/sources/testing.ts';
import { baseboard, configFor } from '../testing.ts';

const auth = (username: string, password: string) => ({ auth: btoa(`${username}:${password}`) });
const dockerLogin = (host: string, username = 'docker', password = 'login') => ({
  DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: auth(username, password) } }),
});

/** What the API of a source gets, if its host and the registry's mirror are two test servers. */
async function sentToApi(
  { registry, api }: { readonly registry: string; readonly api: string },
  args: readonly string[],
  env: Record<string, string> = {},
) {
  await using mirror = await startTestServer((_, response) => json(response, []));
  await using vendor = await startTestServer((_, response) => json(response, []));
  const login = { username: 'mirror-user', passwordFile: 'password' };
  const config = configFor(
    { host: registry, endpoint: mirror.origin, ...login },
    { host: api, endpoint: vendor.origin },
  );
  const files = { 'baseboard.yaml': config, password: 'mirror-secret' };
  const result = await baseboard(['sources', 'preview', '--config', 'baseboard.yaml', ...args], {
    files,
    env,
  });
  return { ...result, vendor: vendor.requests, mirror: mirror.requests };
}

const VENDORS = [
  ['docker.io', 'hub.docker.com', ['--kind', 'docker-hub', '--with', 'namespace=acme']],
  ['ghcr.io', 'api.github.com', ['--kind', 'ghcr', '--with', 'owner=acme']],
  ['registry.gitlab.com', 'gitlab.com', ['--kind', 'gitlab', '--with', 'group=acme']],
  [
    'europe-docker.pkg.dev',
    'artifactregistry.googleapis.com',
    ['--kind', 'gar', '--with', 'project=acme', '--with', 'location=europe'],
  ],
] as const;

test.each(VENDORS)('the login of a mirror of %s is not sent to %s', async (registry, api, args) => {
  const { vendor, mirror } = await sentToApi({ registry, api }, args);
  expect(vendor.length).toBeGreaterThan(0);
  expect(mirror).toEqual([]);
  for (const { headers, body } of vendor) {
    expect(headers.authorization).toBeUndefined();
    expect(body).not.toContain('mirror');
  }
});

test('the registry’s own login is used where the configured one is for its mirror', async () => {
  const [registry, api, args] = VENDORS[1];
  const { vendor } = await sentToApi({ registry, api }, args, dockerLogin(registry));
  expect(vendor.map(({ headers }) => headers.authorization)).toEqual(['Bearer login']);
});

test('a registry that lists itself gets the login of its endpoint', async () => {
  await using server = await startTestServer((_, response) => json(response, []));
  const config = configFor({
    ...{ host: 'harbor.corp', endpoint: server.origin, username: 'u', passwordFile: 'password' },
  });
  const args = ['--config', 'baseboard.yaml', '--kind', 'harbor', '--registry', 'harbor.corp'];
  await baseboard(['sources', 'preview', ...args], { files: { 'baseboard.yaml': config, password: 'p' } });
  expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('u:p')}`);
});

test('a login that the API cannot get is an error, not an anonymous listing', async () => {
  const auths = {
    'harbor.corp': { auth: btoa('00000000-0000-0000-0000-000000000000:'), identitytoken: 'secret' },
  };
  const { code, out, err } = await baseboard(
    ['sources', 'preview', '--kind', 'harbor', '--registry', 'harbor.corp'],
    { env: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) } },
  );
  expect([code, out]).toEqual([64, '']);
  expect(err).toContain(
    'the login of harbor.corp has no password for its API: give a token with --token-file',
  );
});

describe('an API host that the source names', () => {
  const gitlab = (api: string, registry = 'registry.gitlab.com') => ({
    files: {
      'source.yaml': JSON.stringify({ name: 'x', kind: 'gitlab', config: { registry, api, group: 'acme' } }),
      token: 'glpat',
    },
    env: dockerLogin(registry),
  });

  test.each([
    ['evil.example', 'registry.gitlab.com'],
    ['gitlab.com.evil.example', 'registry.gitlab.com'],
    // Tenants of one public suffix do not trust each other.
    ['evil.github.io', 'acme.github.io'],
    ['203.0.113.9', 'registry.gitlab.com'],
    ['evil.example', 'gitlab.com'],
  ])('%s does not get the login of %s', async (api, registry) => {
    const { files, env } = gitlab(api, registry);
    const { code, err, out } = await baseboard(['sources', 'preview', 'source.yaml'], { files, env });
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(`the login of ${registry} is not sent to ${api}`);
    expect(err).toContain('--token-file');
  });

  async function previewOf(given: ReturnType<typeof gitlab>, api: string, ...args: string[]) {
    await using server = await startTestServer((_, response) => json(response, []));
    const files = { ...given.files, 'baseboard.yaml': configFor({ host: api, endpoint: server.origin }) };
    const all = ['sources', 'preview', 'source.yaml', '--config', 'baseboard.yaml', ...args];
    const { code } = await baseboard(all, { files, env: given.env });
    return { code, sent: server.requests.map(({ headers }) => headers.authorization) };
  }

  test('gets it if the configuration lists the host', async () => {
    const { code, sent } = await previewOf(gitlab('git.example.org'), 'git.example.org');
    expect([code, sent]).toEqual([0, ['Bearer login']]);
  });

  test('gets a token that is given for it', async () => {
    const { code, sent } = await previewOf(
      gitlab('git.example.org'),
      'git.example.org',
      '--token-file',
      'token',
    );
    expect([code, sent]).toEqual([0, ['Bearer glpat']]);
  });
});

test.each([
  ['registry.gitlab.com', 'gitlab.com', true],
  ['registry.corp.example:5050', 'git.corp.example:8443', true],
  ['GitLab.corp.example', 'gitlab.corp.example', true],
  ['registry.gitlab.com', 'evil.example', false],
  ['localhost', 'localhost:3000', false],
] as const)('the login of %s may go to %s: %s', (registry, api, isTrusted) => {
  expect(mayGetLogin(sourceOf('gitlab', { registry, api, group: 'acme' }), [])).toBe(isTrusted);
});
