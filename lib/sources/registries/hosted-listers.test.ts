import { describe, expect, test } from 'vitest';
import type { Handler } from '#lib/registry/testing/test-server.ts';
import { digest, json, listAgainst, namesOf, sourceOf } from '../testing.ts';
import { basic, login, numbered, routes, short, slice } from './testing-routes.ts';

// The answers have the shapes of the vendors' documents that each lister names; GitHub's are typed by its published
// schema. None of them is a recording: docs/sources.md says so.

describe('Harbor', () => {
  const repositories = Array.from({ length: 101 }, (_, n) => ({ id: n, name: `shop/team/app${n}` }));
  const artifact = (name: string, tags: string[] | null, more: object = {}) => ({
    ...{ id: 1, digest: digest(name), type: 'IMAGE', push_time: '2026-10-01T10:00:00.000Z' },
    media_type: 'application/vnd.oci.image.config.v1+json',
    manifest_media_type: 'application/vnd.oci.image.manifest.v1+json',
    artifact_type: 'application/vnd.oci.image.config.v1+json',
    tags:
      tags?.map((tag) => ({ name: tag, push_time: '2026-10-02T10:00:00.000Z', immutable: false })) ?? null,
    ...{ accessories: null, ...more },
  });
  /** For an index, which has no config, Harbor repeats the type of the manifest. */
  const index = (name: string, tags: string[], type: string) =>
    artifact(name, tags, { media_type: type, manifest_media_type: type, artifact_type: '' });
  const handler: Handler = ({ url }, response) => {
    const asked = new URL(url, 'http://host');
    if (asked.pathname === '/api/v2.0/projects/shop/repositories') {
      const page = slice(repositories, numbered(asked), Number(asked.searchParams.get('page_size')));
      return json(response, page, { 'x-total-count': '101' });
    }
    const of =
      /^\/api\/v2\.0\/projects\/shop\/repositories\/team%252Fapp(\d+)\/artifacts\?with_tag=true/.exec(
        url,
      )?.[1];
    if (of === undefined) return json(response, { errors: [{ code: 'NOT_FOUND' }] }, {}, 404);
    const artifacts = [
      artifact(`a${of}`, ['1.0', 'latest']),
      artifact(`c${of}`, null),
      index(`i${of}`, ['multi'], 'application/vnd.oci.image.index.v1+json'),
      index(`l${of}`, ['multi-docker'], 'application/vnd.docker.distribution.manifest.list.v2+json'),
      artifact(`h${of}`, ['chart-1'], {
        type: 'CHART',
        media_type: 'application/vnd.cncf.helm.config.v1+json',
        artifact_type: 'application/vnd.cncf.helm.config.v1+json',
      }),
    ];
    const count = of === '100' ? artifacts.length : 0;
    json(response, artifacts.slice(0, count), { 'x-total-count': String(count) });
  };

  test('lists all pages, encodes slashes twice, has digests, times and charts', async () => {
    const source = sourceOf('harbor', { registry: 'harbor.corp', project: 'shop' });
    const { listing, requests } = await listAgainst(source, handler, {
      hosts: ['harbor.corp'],
      credential: login,
    });
    expect(listing).toMatchObject({
      complete: true,
      repositories: 101,
      total: 101,
      skipped: 1,
      problems: [],
    });
    expect(namesOf(listing)).toEqual([
      `harbor.corp/shop/team/app100:1.0@${short('a100')}`,
      `harbor.corp/shop/team/app100:latest@${short('a100')}`,
      `harbor.corp/shop/team/app100:multi@${short('i100')}`,
      `harbor.corp/shop/team/app100:multi-docker@${short('l100')}`,
      `harbor.corp/shop/team/app100:chart-1@${short('h100')} (chart)`,
    ]);
    expect(listing.tags[0]?.pushedAt).toBe(Date.parse('2026-10-02T10:00:00Z'));
    expect(listing.requests).toBe(2 + 101);
    expect(requests.every(({ headers }) => headers.authorization === basic)).toBe(true);
  });

  test('a list that ends before its announced length is not complete', async () => {
    const source = sourceOf('harbor', { registry: 'harbor.corp' });
    const { listing } = await listAgainst(
      source,
      (_, response) => json(response, [], { 'x-total-count': '40' }),
      { hosts: ['harbor.corp'] },
    );
    expect(listing).toMatchObject({ complete: false, problems: [{ code: 'shorter-than-announced' }] });
  });
});

describe('Quay', () => {
  const handler = routes({
    '/api/v1/repository': (url) => [
      url.searchParams.has('next_page')
        ? { repositories: [{ namespace: 'acme', name: 'chart', kind: 'application' }] }
        : { repositories: [{ namespace: 'acme', name: 'api', kind: 'image' }], next_page: 'gAAA==' },
    ],
    '/api/v1/repository/acme/api/tag/': (url) => [
      {
        tags: [
          {
            name: `v${numbered(url)}`,
            manifest_digest: digest('m'),
            is_manifest_list: true,
            start_ts: 1_790_000_000,
          },
        ],
        ...{ page: numbered(url), has_additional: numbered(url) < 2 },
      },
    ],
  });

  test('follows the cursor of repositories and the pages of tags', async () => {
    const source = sourceOf('quay', { namespace: 'acme' });
    const { listing, requests } = await listAgainst(source, handler, {
      hosts: ['quay.io'],
      credential: { type: 'token', token: 'oauth' },
    });
    expect(listing).toMatchObject({ complete: true, skipped: 1, requests: 4 });
    expect(namesOf(listing)).toEqual([
      `quay.io/acme/api:v1@${short('m')}`,
      `quay.io/acme/api:v2@${short('m')}`,
    ]);
    expect(listing.tags[0]?.pushedAt).toBe(1_790_000_000_000);
    expect(requests.at(-1)?.url).toContain('next_page=gAAA%3D%3D');
  });

  test('the login of a robot account is a missing right, not an anonymous listing', async () => {
    const { listing, requests } = await listAgainst(sourceOf('quay', { namespace: 'acme' }), handler, {
      hosts: ['quay.io'],
      credential: { type: 'password', username: 'shop+ci', password: 'secret' },
    });
    expect(requests).toEqual([]);
    expect(listing).toMatchObject({ complete: false, tags: [], requests: 0 });
    expect(listing.problems).toEqual([
      {
        code: 'missing-right',
        message:
          'could not list the repositories of quay.io/acme: its API does not accept the login of a robot account; it needs the right: View all visible repositories, of an application’s OAuth token',
        right: 'View all visible repositories, of an application’s OAuth token',
      },
    ]);
  });
});

describe('GitLab', () => {
  const handler = routes({
    '/api/v4/groups/acme%2Fshop/registry/repositories': () => [
      [
        { id: 7, project_id: 3, name: '', path: 'acme/shop/api', location: 'registry.corp/acme/shop/api' },
        { id: 8, project_id: 3, name: 'x', path: 'acme/x', location: 'registry.evil.example/acme/x' },
      ],
      { 'x-total': '2' },
    ],
    '/api/v4/projects/3/registry/repositories/7/tags': () => [
      [{ name: '1.0', path: 'acme/shop/api:1.0', location: 'registry.corp/acme/shop/api:1.0' }],
      { 'x-total': '1' },
    ],
  });

  test('takes references on the configured registry alone, and names the host of the others', async () => {
    const config = { registry: 'registry.corp', api: 'gitlab.corp', group: 'acme/shop' };
    const { listing, requests } = await listAgainst(sourceOf('gitlab', config), handler, {
      hosts: ['gitlab.corp'],
      credential: { type: 'token', token: 'glpat' },
    });
    expect(listing).toMatchObject({ complete: false, skipped: 1, requests: 2, checkpoint: undefined });
    expect(listing.problems).toEqual([
      {
        code: 'elsewhere',
        message:
          'registry.corp/acme/shop: 1 entry is under registry.evil.example, not under registry.corp; set registry to registry.evil.example to list it',
      },
    ]);
    expect(namesOf(listing)).toEqual(['registry.corp/acme/shop/api:1.0']);
    expect(requests[0]?.headers.authorization).toBe('Bearer glpat');
  });

  test('a registry with another host is no empty listing', async () => {
    const other = sourceOf('gitlab', { api: 'gitlab.corp', group: 'acme/shop' });
    const { listing } = await listAgainst(other, handler, { hosts: ['gitlab.corp'] });
    expect(listing).toMatchObject({ complete: false, tags: [] });
    expect(listing.problems.map(({ message }) => message)).toEqual([
      'registry.gitlab.com/acme/shop: 2 entries are under registry.corp or registry.evil.example, not under registry.gitlab.com; set registry to registry.corp to list them',
    ]);
  });

  test('a problem of a page is still there, once, when the listing continues on it', async () => {
    const other = sourceOf('gitlab', { registry: 'registry.corp', api: 'gitlab.corp', group: 'acme/shop' });
    const hosts = ['gitlab.corp'];
    const stopped = await listAgainst(other, handler, { hosts, budget: 1 });
    expect(stopped.listing.problems.map(({ code }) => code)).toEqual(['elsewhere', 'budget']);
    const { listing } = await listAgainst(other, handler, { hosts, resume: stopped.listing });
    expect(listing.problems.map(({ code }) => code)).toEqual(['elsewhere']);
    expect(namesOf(listing)).toEqual(['registry.corp/acme/shop/api:1.0']);
  });

  test('a host in a location is compared and shown as a host', async () => {
    const locations = ['REGISTRY.corp/acme/x', '<b>/acme/y'];
    const config = { registry: 'registry.corp', api: 'gitlab.corp', project: 'acme/x' };
    const { listing } = await listAgainst(
      sourceOf('gitlab', config),
      routes({
        '/api/v4/projects/acme%2Fx/registry/repositories': () => [
          locations.map((location, id) => ({ id, project_id: 3, location })),
        ],
        '/api/v4/projects/3/registry/repositories/0/tags': () => [[{ name: '1' }]],
      }),
      { hosts: ['gitlab.corp'] },
    );
    expect(namesOf(listing)).toEqual(['registry.corp/acme/x:1']);
    expect(listing.problems.map(({ message }) => message)).toEqual([
      'registry.corp/acme/x: 1 entry is not under registry.corp',
    ]);
  });
});

describe('zot', () => {
  const catalog: Handler = ({ url, body }, response) => {
    if (url.startsWith('/v2/_catalog')) return json(response, { repositories: ['a/b'] });
    if (url.startsWith('/v2/a/b/tags/list')) return json(response, { name: 'a/b', tags: ['plain'] });
    if (body === '' || url !== '/v2/_zot/ext/search') return json(response, {}, {}, 404);
    const { variables } = JSON.parse(body) as { variables: { repository: string; offset: number } };
    expect(variables.repository).toBe('a/b');
    const images = Array.from({ length: 101 }, (_, n) => ({
      ...{ Tag: `t${n}`, Digest: digest(`t${n}`), LastUpdated: '2026-01-01T00:00:00Z' },
      Manifests: [{ ArtifactType: n === 0 ? 'application/vnd.cncf.helm.config.v1+json' : '' }],
    }));
    const Results = images.slice(variables.offset, variables.offset + 100);
    json(response, { data: { ImageList: { Page: { TotalCount: 101 }, Results } } });
  };
  const source = sourceOf('zot', { registry: 'zot.corp' });

  test('has tags with digests by the search extension', async () => {
    const { listing } = await listAgainst(source, catalog, { hosts: ['zot.corp'] });
    expect(listing).toMatchObject({ complete: true, requests: 3 });
    expect(listing.tags).toHaveLength(101);
    expect(namesOf(listing).slice(0, 2)).toEqual([
      `zot.corp/a/b:t0@${short('t0')} (chart)`,
      `zot.corp/a/b:t1@${short('t1')}`,
    ]);
  });

  test.each([
    [404, {}],
    [422, { errors: [{ message: 'Cannot query field' }] }],
    [200, { errors: [{ message: 'Cannot query field' }], data: null }],
  ])('lists names of tags where the extension is off or older: %i', async (status, answer) => {
    const { listing } = await listAgainst(
      source,
      (request, response) =>
        request.url === '/v2/_zot/ext/search'
          ? json(response, answer, {}, status)
          : catalog(request, response),
      { hosts: ['zot.corp'] },
    );
    expect(listing).toMatchObject({ complete: true });
    expect(namesOf(listing)).toEqual(['zot.corp/a/b:plain']);
  });
});

describe('Artifactory', () => {
  test('lists one repository, follows the cursor of shortened links, and names the repository in references', async () => {
    const root = '/artifactory/api/docker/docker-local/v2';
    const handler = routes({
      [`${root}/_catalog`]: (url) =>
        url.searchParams.has('last')
          ? [{ repositories: ['web'] }]
          : [{ repositories: ['api'] }, { link: '</v2/_catalog?last=api&n=1000>; rel="next"' }],
      [`${root}/api/tags/list`]: () => [{ name: 'api', tags: ['1'] }],
      [`${root}/web/tags/list`]: () => [{ name: 'web', tags: ['2'] }],
    });
    const { listing, requests } = await listAgainst(
      sourceOf('artifactory', { registry: 'artifactory.corp', key: 'docker-local' }),
      handler,
      { hosts: ['artifactory.corp'], credential: login },
    );
    expect(listing).toMatchObject({ complete: true, requests: 4 });
    expect(namesOf(listing)).toEqual([
      'artifactory.corp/docker-local/api:1',
      'artifactory.corp/docker-local/web:2',
    ]);
    expect(requests.every(({ headers }) => headers.authorization === basic)).toBe(true);
  });
});

describe('Gitea', () => {
  test('lists tags, and skips versions that are digests', async () => {
    const versions = Array.from({ length: 51 }, (_, n) => ({
      ...{ id: n, type: 'container', name: 'Shop/api', created_at: '2026-02-01T00:00:00Z' },
      version: n === 50 ? digest('x') : `1.${n}`,
    }));
    const handler = routes({
      '/api/v1/packages/Acme': (url) => [slice(versions, numbered(url), 50), { 'x-total-count': '51' }],
    });
    const { listing, requests } = await listAgainst(
      sourceOf('gitea', { registry: 'git.corp', owner: 'Acme' }),
      handler,
      { hosts: ['git.corp'], credential: { type: 'token', token: 't' } },
    );
    expect(listing).toMatchObject({ complete: true, skipped: 1, requests: 2 });
    expect(listing.tags).toHaveLength(50);
    expect(namesOf(listing)[0]).toBe('git.corp/acme/shop/api:1.0');
    expect(requests[0]?.headers.authorization).toBe('token t');
  });
});
