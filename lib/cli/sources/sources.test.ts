import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { digest, json } from '#lib/sources/testing.ts';
import { baseboard, configFor, type RunOptions } from '../testing.ts';

/** Runs `baseboard sources preview` against a test server under this host name. */
async function preview(host: string, handler: Handler, args: readonly string[], options: RunOptions = {}) {
  await using server = await startTestServer(handler);
  const files = { 'baseboard.yaml': configFor({ host, endpoint: server.origin }), ...options.files };
  const all = ['sources', 'preview', '--config', 'baseboard.yaml', ...args];
  return { ...(await baseboard(all, { ...options, files })), requests: server.requests };
}

/** A registry of three repositories, of which `empty` has no tags. */
const registry: Handler = ({ url }, response) => {
  if (url.startsWith('/v2/_catalog'))
    return json(response, { repositories: ['apps/api', 'apps/cache', 'empty'] });
  if (url.startsWith('/v2/apps/api/tags/list')) {
    const tags = ['1.0.0', '1.0.1', '1.1.0', 'latest', `sha256-${'a'.repeat(64)}.sig`];
    return json(response, { name: 'apps/api', tags });
  }
  if (url.startsWith('/v2/empty/tags/list')) return json(response, { name: 'empty', tags: null });
  json(response, { errors: [{ code: 'UNAUTHORIZED' }] }, {}, 401);
};

const SOURCE = `
name: Production
kind: registry
config:
  registry: reg.corp:5000
select:
  repositories:
    exclude: ["**/cache"]
  tags: { semver: ">=1", newest: 1, per: minor }
  pushedWithin: 30d
`;

test('prints what would be tracked, what not and why, and the number of requests', async () => {
  const { code, out, err } = await preview('reg.corp:5000', registry, ['source.yaml'], {
    files: { 'source.yaml': SOURCE },
  });
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toBe(`reg.corp:5000: 2 images selected
5 tags found in 3 of 3 repositories, 1 of them left out by patterns

Selected
  reg.corp:5000/apps/api:1.1.0
  reg.corp:5000/apps/api:1.0.1

Dropped
  1  A signature, an attestation or an SBOM, not an image: reg.corp:5000/apps/api:sha256-${'a'.repeat(64)}.sig
  1  The tag is not a version: reg.corp:5000/apps/api:latest
  1  Not among the newest of its kind: reg.corp:5000/apps/api:1.0.0

Notes
  pushedWithin does not apply to 3 tags: the listing has no push time

Requests
  3 for each listing, and 2 to resolve tags whose digest it does not have
`);
});

test('an incomplete listing names the missing right, and exits with 3', async () => {
  const { code, out } = await preview('reg.corp:5000', registry, [
    '--kind',
    'registry',
    '--registry',
    'reg.corp:5000',
  ]);
  expect(code).toBe(3);
  expect(out).toContain('4 images selected so far; the listing is not complete\n');
  expect(out).toMatch(
    /Not complete\n {2}could not list the tags of reg\.corp:5000\/apps\/cache: .*; it needs the right: pull\n$/,
  );
});

test('a spent budget estimates the cost of the whole listing', async () => {
  const harbor: Handler = ({ url }, response) => {
    const names = Array.from({ length: 50 }, (_, n) => ({ name: `shop/a${n}` }));
    if (url.includes('/repositories?')) return json(response, names, { 'x-total-count': '50' });
    const tags = [{ name: '1' }];
    json(response, [{ digest: digest(url), type: 'IMAGE', tags }], { 'x-total-count': '1' });
  };
  const args = [
    '--kind',
    'harbor',
    '--with',
    'registry=harbor.corp',
    '--with',
    'project=shop',
    '--requests',
    '11',
  ];
  const { code, out, requests } = await preview('harbor.corp', harbor, [...args, '--format', 'json'], {
    env: {
      DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'harbor.corp': { auth: btoa('robot$ci:secret') } } }),
    },
  });
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    ...{ found: 10, selected: 10, requests: 55, complete: false },
    ...{
      cost: { listing: 55, resolve: 0, estimated: true },
      repositories: { read: 10, total: 50, unwanted: 0 },
    },
    problems: [{ code: 'budget', message: 'the listing was stopped after 11 requests' }],
  });
  expect(requests).toHaveLength(11);
  expect(requests[0]?.headers.authorization).toBe(`Basic ${btoa('robot$ci:secret')}`);
});

test('a token file is used for the vendor’s API, and only there', async () => {
  const { code, requests } = await preview(
    'api.github.com',
    (_, response) => json(response, []),
    ['--kind', 'ghcr', '--with', 'owner=acme', '--token-file', 'token'],
    { files: { token: 'ghp_secret\n' } },
  );
  expect(code).toBe(0);
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer ghp_secret']);
});

test.each([
  `${'folder/'.repeat(20)}source.yaml`,
  `/etc/${'a'.repeat(200)}.yaml`,
  // Cut to 100 characters, the name ends in spaces.
  `${'a'.repeat(90)}${' '.repeat(20)}.yaml`,
  ' ',
])('a source without a name has a valid one, whatever the path of its file: %j', async (path) => {
  const { name: _, ...unnamed } = parse(SOURCE) as Record<string, unknown>;
  const { code, err } = await preview('reg.corp:5000', registry, [path], {
    files: { [path]: JSON.stringify(unnamed) },
  });
  expect([code, err]).toEqual([0, '']);
});

test('a private address that is not configured gets no request', async () => {
  await using server = await startTestServer((_, response) => void response.end());
  const { code, out } = await baseboard([
    'sources',
    'preview',
    '--kind',
    'registry',
    '--registry',
    server.host,
  ]);
  expect(code).toBe(3);
  expect(out).toContain('0 images selected so far; the listing is not complete');
  expect(out).toContain('not known: no repository was read');
  expect(out).toContain('to allow them, configure its exact host and port');
  expect(server.connections()).toBe(0);
});

describe('arguments', () => {
  test.each([
    [['sources'], 'no command given; try baseboard sources preview'],
    [['sources', 'list'], 'unknown command "sources list"'],
    [['sources', 'preview'], 'no source given; name a file, or a --kind with its settings'],
    [
      ['sources', 'preview', 'a.yaml', '--kind', 'zot'],
      'give either a file with a source, or a --kind with its settings',
    ],
    [['sources', 'preview', 'a.yaml', 'b.yaml'], 'give one file with a source'],
    [['sources', 'preview', '--kind', 'zot', '--with', 'x'], '--with must be a setting and its value'],
    [['sources', 'preview', '--kind', 'zot', '--requests', '0'], '--requests must be a whole number from 1'],
    [['sources', 'preview', '--kind', 'zot', '--quiet'], "unknown option '--quiet'"],
    [['sources', 'preview', '--kind', 'docker'], 'kind: expected one of registry, harbor'],
    [['sources', 'preview', '--kind', 'zot'], 'config.registry: expected a value: it is missing'],
    [
      ['sources', 'preview', '--kind', 'registry', '--registry', 'ghcr.io'],
      'list ghcr.io with the kind ghcr',
    ],
    [['sources', 'preview', 'missing.yaml'], 'missing.yaml cannot be read'],
    [
      ['sources', 'preview', '--kind', 'zot', '--registry', 'z.corp', '--token-file', 't'],
      '--token-file is not for zot',
    ],
    [
      ['sources', 'preview', '--kind', 'ecr', '--with', 'region=eu-west-1', '--with', 'account=123456789012'],
      'set AWS_ACCESS_KEY_ID',
    ],
  ])('%j', async (args, message) => {
    const { code, out, err } = await baseboard(args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(message);
  });

  test('help names every option and kind', async () => {
    const { code, out } = await baseboard(['sources', '--help']);
    expect(code).toBe(0);
    for (const word of [
      '--kind',
      '--with',
      '--registry',
      '--requests',
      '--token-file',
      '--format',
      'docker-hub',
      'ecr',
    ]) {
      expect(out).toContain(word);
    }
  });
});
