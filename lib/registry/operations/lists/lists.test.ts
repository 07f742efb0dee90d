import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { withServer } from '../../testing/test-client.ts';
import { type Handler, SAMPLE } from '../../testing/test-server.ts';

describe('tags', () => {
  test('every page, in the registry’s order, each tag once', async () => {
    const pages = new Map([
      [
        '/v2/team/app/tags/list?n=1000',
        { tags: ['z', 'a'], link: '</v2/team/app/tags/list?next=%3D1>; rel="next"' },
      ],
      [
        '/v2/team/app/tags/list?next=%3D1',
        { tags: ['a', 'm'], link: '</v2/app/tags/list?last=m>; rel="next"' },
      ],
      ['/v2/team/app/tags/list?next=%3D1&last=m', { tags: null, link: '' }],
    ]);
    await withServer(
      ({ url }, response) => {
        const page = pages.get(url);
        response.writeHead(page ? 200 : 404, { link: page?.link ?? '' });
        response.end(JSON.stringify({ name: 'team/app', tags: page?.tags }));
      },
      async (client, { host }) => {
        expect(await client.listTags({ registry: host, repository: 'team/app' })).toEqual(['z', 'a', 'm']);
      },
    );
  });

  test('leaves names that are no tags out, each by itself', async () => {
    const long = 'x'.repeat(200);
    await withServer(
      (_, response) =>
        void response.end(
          JSON.stringify({ tags: ['1', '', '-x', 'a b', '../x', long, null, 7, { a: 1 }, '1', '2\n', '2'] }),
        ),
      async (client, { host }) => {
        expect(await client.listTags({ registry: host, repository: 'team/app' })).toEqual(['1', '2']);
      },
    );
  });

  test.each<[string, Handler]>([
    ['is no list', (_, response) => void response.end('{"tags":"1"}')],
    ['names neither repository nor tags', (_, response) => void response.end('{"errors":[]}')],
    [
      'has its tags under another key',
      (_, response) => void response.end('{"name":"team/app","Tags":["1"]}'),
    ],
    ['is no JSON', (_, response) => void response.end('<html>')],
    [
      'leads back to itself half-way',
      (_, response) => void response.writeHead(200, { link: '<?last=a>; rel="next"' }).end('{"tags":["a"]}'),
    ],
  ])('fails as a whole where a page %s', async (_, handler) => {
    await withServer(handler, async (client, { host }) => {
      const call = client.listTags({ registry: host, repository: 'team/app' });
      await expect(call).rejects.toMatchObject({ kind: 'invalid-response', operation: 'list-tags' });
    });
  });

  test('a repository that is not there', async () => {
    await withServer(
      ({ url }, response) =>
        void response.writeHead(url === '/v2/' ? 200 : 404).end('{"errors":[{"code":"NAME_UNKNOWN"}]}'),
      async (client, { host }) => {
        const call = client.listTags({ registry: host, repository: 'team/app' });
        await expect(call).rejects.toMatchObject({
          kind: 'not-found',
          code: 'NAME_UNKNOWN',
          operation: 'list-tags',
        });
      },
    );
  });
});

describe('lists without end', () => {
  /** Answers each page with so many entries that no other page has, and a link to the next one. */
  const endless =
    (key: string, entry: (n: number) => unknown, perPage: number): Handler =>
    ({ url }, response) => {
      const page = Number(/page=(\d+)/.exec(url)?.[1] ?? 0);
      const path = url.replace(/\?.*/, '');
      response.writeHead(200, {
        'content-type': MEDIA_TYPE.ociIndex,
        link: `<${path}?page=${page + 1}>; rel="next"`,
      });
      const entries = Array.from({ length: perPage }, (_, n) => entry(page * perPage + n));
      response.end(JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, [key]: entries }));
    };

  test.each([
    ['many tags', (n: number) => `t${n}`, 60_000, 4, 'the list has more than 200000 tags'],
    [
      'long tags',
      (n: number) => `t${n}-${'x'.repeat(100)}`,
      30_000,
      6,
      'the list has more than 16777216 bytes',
    ],
  ])(
    '%s are refused after some pages',
    async (_, entry, perPage, requests, problem) => {
      await withServer(endless('tags', entry, perPage), async (client, server) => {
        const call = client.listTags({ registry: server.host, repository: 'team/app' });
        await expect(call).rejects.toMatchObject({ code: 'ENDLESS_PAGES', problem });
        expect(server.requests).toHaveLength(requests);
      });
    },
    60_000,
  );

  test('many referrers are refused after some pages', async () => {
    const entry = (n: number) => ({ mediaType: MEDIA_TYPE.ociManifest, digest: digestOf(`r${n}`), size: 1 });
    await withServer(endless('manifests', entry, 1500), async (client, server) => {
      const address = { registry: server.host, repository: 'team/app', digest: digestOf('subject') };
      await expect(client.listReferrers(address)).rejects.toMatchObject({ code: 'TOO_MANY_REFERRERS' });
      expect(server.requests).toHaveLength(4);
    });
  }, 60_000);
});

describe('referrers', () => {
  const subject: Digest = digestOf('subject');
  const entry = (name: string, more: object = {}) => ({
    mediaType: MEDIA_TYPE.ociManifest,
    digest: digestOf(name),
    size: 7,
    ...more,
  });
  const index = (...manifests: object[]) =>
    JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests });
  const serveIndex = (body: string): Handler => {
    return (_, response) => void response.writeHead(200, { 'content-type': MEDIA_TYPE.ociIndex }).end(body);
  };

  test('by the API, pages joined, filtered here too', async () => {
    const signature = entry('a', { artifactType: 'application/signature' });
    const sbom = entry('b', { artifactType: 'application/sbom' });
    await withServer(
      (request, response) => {
        const first = !request.url.includes('last=');
        if (first) response.setHeader('link', `<?last=x>; rel="next"`);
        serveIndex(first ? index(signature, sbom) : index(signature))(request, response);
      },
      async (client, { host, requests }) => {
        const address = { registry: host, repository: 'team/app', digest: subject };
        expect(await client.listReferrers(address)).toEqual([signature, sbom]);
        const found = await client.listReferrers(address, { artifactType: 'application/sbom' });
        expect(found).toEqual([sbom]);
        expect(requests.at(-2)?.url).toBe(
          `/v2/team/app/referrers/${subject}?artifactType=application%2Fsbom`,
        );
      },
    );
  });

  test.each<[string, Handler]>([
    ['404', (_, response) => void response.writeHead(404).end()],
    ['400', (_, response) => void response.writeHead(400).end()],
    ['405', (_, response) => void response.writeHead(405).end()],
    ['406', (_, response) => void response.writeHead(406).end()],
    [
      'a page of HTML',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('{}'),
    ],
    [
      'a redirect elsewhere',
      (_, response) => void response.writeHead(303, { location: 'https://example.com/' }).end(),
    ],
  ])('by the fallback tag if the API answers %s', async (_, api) => {
    const known = entry('known', { artifactType: 'application/signature' });
    const bare = { ...entry('x'), digest: SAMPLE.digest };
    await withServer(
      (request, response) => {
        if (request.url.includes('/referrers/')) return api(request, response);
        if (request.url.endsWith(`/manifests/${subject.replace(':', '-')}`)) {
          return serveIndex(index(known, bare))(request, response);
        }
        response.writeHead(200, { 'content-type': MEDIA_TYPE.ociManifest }).end(SAMPLE.manifest);
      },
      async (client, { host }) => {
        const address = { registry: host, repository: 'team/app', digest: subject };
        expect(await client.listReferrers(address)).toEqual([known, bare]);
        // Old indexes have no artifact types: the referrers' manifests do.
        const images = await client.listReferrers(address, { artifactType: MEDIA_TYPE.ociConfig });
        expect(images).toEqual([{ ...bare, artifactType: MEDIA_TYPE.ociConfig }]);
      },
    );
  });

  test('none, where neither is there', async () => {
    await withServer(
      (_, response) => void response.writeHead(404).end(),
      async (client, { host, requests }) => {
        const address = { registry: host, repository: 'team/app', digest: subject };
        expect(await client.listReferrers(address)).toEqual([]);
        expect(requests).toHaveLength(2);
      },
    );
  });

  test('trouble is not "none"', async () => {
    await withServer(
      (_, response) => void response.writeHead(503).end(),
      async (client, { host }) => {
        const address = { registry: host, repository: 'team/app', digest: subject };
        await expect(client.listReferrers(address)).rejects.toMatchObject({ kind: 'unreachable' });
      },
    );
  });
});
