import { describe, expect, test } from 'vitest';
import type { Handler } from '#lib/registry/testing/test-server.ts';
import { digest, json, listAgainst, namesOf, sourceOf } from '../testing.ts';
import { login, numbered, routes, short } from './testing-routes.ts';

// The answers have the shapes of the vendors' documents that each lister names; GitHub's are typed by its published
// schema. None of them is a recording: docs/sources.md says so.

describe('Docker Hub', () => {
  const tag = (name: string, at: string | null) => ({
    ...{ name, digest: at && digest(at), tag_last_pushed: '2026-08-01T00:00:00.5Z', images: [] },
  });
  const handler = routes({
    '/v2/auth/token': () => [{ access_token: 'jwt' }],
    '/v2/namespaces/acme/repositories': () => [
      { count: 1, next: null, previous: null, results: [{ name: 'web' }] },
    ],
    '/v2/namespaces/acme/repositories/web/tags': (url) =>
      numbered(url) === 1
        ? [
            {
              count: 3,
              next: 'https://evil.example/v2/x?page=2',
              results: [tag('2', 'two'), tag('1', 'one')],
            },
          ]
        : [{ count: 3, next: null, results: [tag('old', null)] }],
  });

  test('exchanges the login for a token once, and follows no address of an answer', async () => {
    const { listing, requests } = await listAgainst(sourceOf('docker-hub', { namespace: 'acme' }), handler, {
      hosts: ['hub.docker.com'],
      credential: login,
    });
    expect(listing).toMatchObject({ complete: true, requests: 4 });
    expect(namesOf(listing)).toEqual([
      `docker.io/acme/web:2@${short('two')}`,
      `docker.io/acme/web:1@${short('one')}`,
      'docker.io/acme/web:old',
    ]);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v2/auth/token',
      'GET /v2/namespaces/acme/repositories?page_size=100&page=1',
      'GET /v2/namespaces/acme/repositories/web/tags?page_size=100&page=1',
      'GET /v2/namespaces/acme/repositories/web/tags?page_size=100&page=2',
    ]);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ identifier: 'robot', secret: 'pa:ss' });
    expect(requests.slice(1).every(({ headers }) => headers.authorization === 'Bearer jwt')).toBe(true);
  });
});

test('Docker Hub: a token that expired during the listing is requested again, once', async () => {
  let tokens = 0;
  const handler: Handler = ({ url, headers }, response) => {
    if (url === '/v2/auth/token') {
      tokens += 1;
      return json(response, { access_token: `t${tokens}` });
    }
    if (url.includes('/tags?') && headers.authorization === 'Bearer t1') return json(response, {}, {}, 401);
    const results = [{ name: url.includes('/secret/') ? 'never' : '1' }];
    if (url.includes('/secret/')) return json(response, {}, {}, 401);
    if (url.includes('/tags?')) return json(response, { count: 1, next: null, results });
    json(response, { count: 2, next: null, results: [{ name: 'web' }, { name: 'secret' }] });
  };
  const { listing } = await listAgainst(sourceOf('docker-hub', { namespace: 'acme' }), handler, {
    hosts: ['hub.docker.com'],
    credential: login,
  });
  expect(namesOf(listing)).toEqual(['docker.io/acme/web:1']);
  expect(listing.problems.map(({ code }) => code)).toEqual(['missing-right']);
  expect(tokens).toBe(3);
});

test('Docker Hub: a login that failed during the listing is tried again for the next repository', async () => {
  let logins = 0;
  const handler: Handler = ({ url, headers }, response) => {
    if (url === '/v2/auth/token') {
      logins += 1;
      return logins === 2 ? json(response, {}, {}, 503) : json(response, { access_token: `t${logins}` });
    }
    if (url.includes('/tags?') && headers.authorization === 'Bearer t1') return json(response, {}, {}, 401);
    if (url.includes('/tags?')) return json(response, { count: 1, next: null, results: [{ name: '1' }] });
    json(response, { count: 3, next: null, results: ['a', 'b', 'c'].map((name) => ({ name })) });
  };
  const { listing } = await listAgainst(sourceOf('docker-hub', { namespace: 'acme' }), handler, {
    hosts: ['hub.docker.com'],
    credential: login,
  });
  expect(listing.problems.map(({ code }) => code)).toEqual(['unreachable']);
  expect(namesOf(listing)).toEqual(['docker.io/acme/b:1', 'docker.io/acme/c:1']);
  expect(logins).toBe(3);
});

describe('ECR', () => {
  const account = '123456789012';
  const keys = {
    type: 'aws',
    accessKeyId: 'AKID',
    secretAccessKey: 'secret',
    sessionToken: 'session',
  } as const;
  const source = sourceOf('ecr', { region: 'eu-west-1', account });
  const hosts = ['api.ecr.eu-west-1.amazonaws.com'];
  const handler: Handler = ({ headers, body }, response) => {
    const action = String(headers['x-amz-target']).split('.')[1];
    const { nextToken } = JSON.parse(body) as { nextToken?: string };
    if (action === 'DescribeRepositories') {
      return json(
        response,
        nextToken === undefined
          ? { repositories: [{ repositoryName: 'shop/api', registryId: account }], nextToken: 'more' }
          : { repositories: [{ repositoryName: 'shop/web' }] },
      );
    }
    json(response, {
      imageDetails: [
        { imageDigest: digest(body), imageTags: ['1', '2'], imagePushedAt: 1.790000000123e9 },
        {
          imageDigest: digest('h'),
          imageTags: ['h'],
          artifactMediaType: 'application/vnd.cncf.helm.config.v1+json',
        },
      ],
    });
  };

  test('signs every request for its host, region and action, and sends no key', async () => {
    const { listing, requests } = await listAgainst(source, handler, { hosts, credential: keys });
    expect(listing).toMatchObject({ complete: true, requests: 4, repositories: 2 });
    expect(listing.tags).toHaveLength(6);
    expect(listing.tags[0]).toMatchObject({
      ...{ registry: `${account}.dkr.ecr.eu-west-1.amazonaws.com`, repository: 'shop/api', tag: '1' },
      pushedAt: 1_790_000_000_123,
    });
    expect(listing.tags[2]?.nonImage).toBe('chart');
    for (const { headers, url } of requests) {
      expect(url).toBe('/');
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/ecr\/aws4_request, SignedHeaders=[a-z0-9;-]*x-amz-target[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
      );
      expect(headers['x-amz-security-token']).toBe('session');
      expect(JSON.stringify(headers)).not.toContain('secret');
    }
  });

  test.each([
    ['AccessDeniedException', 'missing-right'],
    ['com.amazonaws.ecr#ThrottlingException', 'rate-limited'],
    ['InvalidParameterException', 'unsupported'],
  ])('reads what a 400 means: %s', async (type, code) => {
    const { listing } = await listAgainst(
      source,
      (_, response) => json(response, { __type: type }, {}, 400),
      { hosts },
    );
    expect(listing).toMatchObject({ complete: false, problems: [{ code }] });
  });
});

describe('Azure', () => {
  test('gets tokens for its own scopes, and follows its links', async () => {
    const scopes: string[] = [];
    const handler: Handler = ({ url, headers }, response) => {
      const { pathname, searchParams } = new URL(url, 'http://host');
      if (pathname === '/oauth2/token') {
        scopes.push(...searchParams.getAll('scope'));
        return json(response, { access_token: searchParams.getAll('scope').join() });
      }
      const scope = pathname.endsWith('/_catalog')
        ? 'registry:catalog:*'
        : 'repository:apps/api:metadata_read';
      if (headers.authorization !== `Bearer ${scope}`) {
        const realm = `http://${headers.host}/oauth2/token`;
        return json(
          response,
          {},
          { 'www-authenticate': `Bearer realm="${realm}",service="x",scope="${scope}"` },
          401,
        );
      }
      if (pathname === '/acr/v1/_catalog') return json(response, { repositories: ['apps/api'] });
      const last = searchParams.get('last');
      json(
        response,
        {
          ...{ registry: 'acme.azurecr.io', imageName: 'apps/api' },
          manifests: last
            ? [{ digest: digest('b'), createdTime: '2026-01-01T00:00:00Z' }]
            : [{ digest: digest('a'), tags: ['1'], lastUpdateTime: '2026-01-01T00:00:00Z' }],
        },
        last ? {} : { link: `</acr/v1/apps/api/_manifests?last=${digest('a')}&n=100&orderby=>; rel="next"` },
      );
    };
    const { listing } = await listAgainst(sourceOf('acr', { registry: 'acme.azurecr.io' }), handler, {
      hosts: ['acme.azurecr.io'],
      settings: { username: 'u', password: 'p' },
    });
    expect(listing).toMatchObject({ complete: true, skipped: 1, problems: [] });
    expect(namesOf(listing)).toEqual([`acme.azurecr.io/apps/api:1@${short('a')}`]);
    expect(scopes).toEqual(['registry:catalog:*', 'repository:apps/api:metadata_read']);
  });
});
