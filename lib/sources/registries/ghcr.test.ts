import type { components } from '@octokit/openapi-types';
import { describe, expect, test } from 'vitest';
import { digest, json, listAgainst, namesOf, sourceOf } from '../testing.ts';
import { numbered, routes, short, slice } from './testing-routes.ts';

describe('GitHub', () => {
  type Version = components['schemas']['package-version'];
  type Package = Pick<components['schemas']['package'], 'id' | 'name' | 'package_type'>;
  const version = (name: string, tags: string[]): Version => ({
    ...{
      id: 1,
      name: digest(name),
      url: 'https://api.github.com/x',
      package_html_url: 'https://github.com/x',
    },
    ...{ created_at: '2026-09-01T00:00:00Z', updated_at: '2026-09-02T00:00:00Z' },
    metadata: { package_type: 'container', container: { tags } },
  });
  const packages: Package[] = [
    { id: 1, name: 'shop/Api', package_type: 'container' },
    { id: 2, name: 'buildcache', package_type: 'container' },
  ];
  const versions = [
    ...Array.from({ length: 100 }, (_, n) => version(`u${n}`, [])),
    version('api', ['1.4', 'main']),
  ];
  const handler = routes({
    '/orgs/Acme/packages': () => [packages],
    '/orgs/Acme/packages/container/shop%2Fapi/versions': (url) => [
      slice(versions, numbered(url), 100),
      // GitHub names the organisation by its number here: the link is not followed.
      numbered(url) === 1
        ? { link: '<https://api.github.com/organizations/1/packages?page=2>; rel="next"' }
        : {},
    ],
  });
  const source = sourceOf('ghcr', { owner: 'Acme' }, { repositories: { exclude: ['**/buildcache'] } });

  test('skips versions without tags, and does not ask for repositories that are left out', async () => {
    const { listing, requests } = await listAgainst(source, handler, {
      hosts: ['api.github.com'],
      credential: { type: 'token', token: 'ghp_x' },
    });
    expect(listing).toMatchObject({ complete: true, skipped: 100, requests: 3 });
    expect(namesOf(listing)).toEqual([
      `ghcr.io/acme/shop/api:1.4@${short('api')}`,
      `ghcr.io/acme/shop/api:main@${short('api')}`,
    ]);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer ghp_x'));
  });

  test('an unchanged page is not sent again', async () => {
    let unchanged = 0;
    const { listing } = await listAgainst(
      source,
      (request, response) => {
        if (request.headers['if-none-match'] === '"1"') {
          unchanged += 1;
          response.writeHead(304).end();
          return;
        }
        response.setHeader('etag', '"1"');
        handler(request, response);
      },
      { hosts: ['api.github.com'], times: 2 },
    );
    expect(unchanged).toBe(3);
    expect(listing).toMatchObject({ complete: true, skipped: 100 });
    expect(listing.tags).toHaveLength(2);
  });

  test.each([{ 'retry-after': '60' }, { 'x-ratelimit-remaining': '0' }])(
    'reads a 403 with %j as a limit, and stops at its checkpoint',
    async (headers) => {
      const { listing, requests } = await listAgainst(
        source,
        (_, response) => json(response, { message: 'API rate limit exceeded' }, headers, 403),
        { hosts: ['api.github.com'] },
      );
      expect(listing).toMatchObject({ complete: false, problems: [{ code: 'rate-limited' }] });
      expect(listing.checkpoint).toBeDefined();
      expect(requests).toHaveLength(1);
    },
  );

  test('names the right that a token lacks', async () => {
    const { listing } = await listAgainst(
      source,
      (_, response) => json(response, { message: 'x' }, {}, 403),
      {
        hosts: ['api.github.com'],
      },
    );
    expect(listing).toMatchObject({ complete: false, tags: [] });
    expect(listing.problems[0]).toMatchObject({
      code: 'missing-right',
      right: expect.stringContaining('read:packages'),
    });
  });

  const of = (login: string) => ({ owner: { login } as components['schemas']['simple-user'] });

  test.each([
    ['Acme', true],
    ['mallory', false],
  ])('packages of the token’s own account, %s: read as those of Acme: %s', async (login, isOwn) => {
    const { listing } = await listAgainst(
      sourceOf('ghcr', { owner: 'acme', ownerType: 'self' }),
      routes({
        '/user/packages': () => [[{ ...packages[0], ...of(login) }]],
        '/user/packages/container/shop%2Fapi/versions': () => [[version('api', ['1'])]],
      }),
      { hosts: ['api.github.com'] },
    );
    expect(listing).toMatchObject({ complete: isOwn, skipped: isOwn ? 0 : 1 });
    expect(namesOf(listing)).toEqual(isOwn ? [`ghcr.io/acme/shop/api:1@${short('api')}`] : []);
    expect(listing.problems.map(({ message }) => message)).toEqual(
      isOwn
        ? []
        : ['ghcr.io/acme: 1 entry is under mallory, not under acme; set owner to mallory to list it'],
    );
  });

  test('packages of the token’s own account that name no owner are refused', async () => {
    const { listing } = await listAgainst(
      sourceOf('ghcr', { owner: 'acme', ownerType: 'self' }),
      routes({ '/user/packages': () => [packages] }),
      { hosts: ['api.github.com'] },
    );
    expect(listing).toMatchObject({ complete: false, tags: [], problems: [{ code: 'elsewhere' }] });
  });

  test('packages of an organisation that was renamed are not those of its old name', async () => {
    const { listing } = await listAgainst(
      source,
      (request, response) =>
        request.url.startsWith('/orgs/')
          ? void response.writeHead(301, { location: '/organizations/1/packages' }).end()
          : json(response, [{ ...packages[0], ...of('New') }]),
      { hosts: ['api.github.com'] },
    );
    expect(listing).toMatchObject({ complete: false, tags: [], problems: [{ code: 'elsewhere' }] });
  });
});
