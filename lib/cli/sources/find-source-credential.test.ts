import { expect, test } from 'vitest';
import { startTestServer } from '#lib/registry/testing/test-server.ts';
import { json } from '#lib/sources/testing.ts';
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
