import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { RegistryError } from '../../errors.ts';
import { withServer } from '../../testing/test-client.ts';
import type { Handler } from '../../testing/test-server.ts';
import type { ListPageRequest } from './list-page.ts';

const request = (host: string, more: Partial<ListPageRequest> = {}): ListPageRequest => ({
  ...{
    host,
    path: '/v2/_catalog?n=2',
    operation: 'list-repositories',
    subject: `${host} catalog`,
    access: 'none',
  },
  ...more,
});
const answering =
  (headers: Record<string, string>, body = '{}', status = 200): Handler =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);

describe('one page of a list', () => {
  test('has its JSON, its counts and the path of the next page', async () => {
    const link = '</v2/_catalog?last=b&n=2>; rel="next"';
    await withServer(
      answering({ link, 'x-total-count': '7' }, '{"repositories":["a"]}'),
      async (client, { host }) => {
        const page = await client.readListPage(request(host));
        expect([page.status, page.json, page.next(), page.header('x-total-count')]).toEqual([
          ...[200, { repositories: ['a'] }, '/v2/_catalog?last=b&n=2', '7'],
        ]);
      },
    );
  });

  test.each([
    ['https://evil.example/v2/_catalog?last=b', 'forbidden-address'],
    ['//evil.example/v2/_catalog?last=b', 'forbidden-address'],
    ['/api/other?x=1', 'invalid-response'],
  ])('a link to %s is refused when it is followed, not before', async (target, kind) => {
    await withServer(answering({ link: `<${target}>; rel="next"` }), async (client, { host }) => {
      const page = await client.readListPage(request(host));
      expect(() => page.next()).toThrow(expect.objectContaining({ kind, operation: 'list-repositories' }));
    });
  });

  test.each(['https://evil.example/', '//evil.example/v2/', 'v2/_catalog', '/\\evil.example/'])(
    'a cursor %s sends nothing',
    async (path) => {
      await withServer(answering({}), async (client, server) => {
        const call = client.readListPage(request(server.host, { path }));
        await expect(call).rejects.toMatchObject({ kind: 'forbidden-address' });
        expect(server.requests).toEqual([]);
      });
    },
  );

  test('a header goes to the host, and not after a redirect to another', async () => {
    const access = { header: 'Bearer secret' };
    await withServer(answering({}), async (client, trap) => {
      await client.readListPage(request(trap.host, { access }));
      expect(trap.requests[0]?.headers.authorization).toBe('Bearer secret');
      await withServer(answering({ location: `${trap.origin}/x` }, '', 302), async (other, { host }) => {
        const call = other.readListPage(request(host, { access }));
        await expect(call).rejects.toMatchObject({ code: 'REDIRECTED_AWAY' });
      });
      expect(trap.requests).toHaveLength(1);
    });
  });

  test('a cached page is only for the login that got it', async () => {
    const handler: Handler = ({ headers }, response) => {
      if (headers['if-none-match']) return void response.writeHead(304).end();
      response.writeHead(200, { etag: '"1"' }).end(JSON.stringify({ for: headers.authorization }));
    };
    await withServer(handler, async (client, { host, requests }) => {
      const read = async (header: string) =>
        (await client.readListPage(request(host, { access: { header } }))).json;
      expect([await read('Bearer a'), await read('Bearer b'), await read('Bearer a')]).toEqual([
        ...[{ for: 'Bearer a' }, { for: 'Bearer b' }, { for: 'Bearer a' }],
      ]);
      expect(requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, '"1"']);
    });
  });

  test('an unlisted host has to be public, and may not use plain HTTP', async () => {
    await withServer(answering({}), async (client, server) => {
      for (const host of ['127.0.0.1:1', 'localhost:1', '169.254.169.254']) {
        await expect(client.readListPage(request(host))).rejects.toMatchObject({ kind: 'forbidden-address' });
      }
      expect(server.connections()).toBe(0);
    });
  });

  test.each([
    ['no JSON', answering({}, '<html>'), 'BAD_PAGE'],
    ['too large', answering({ 'content-length': '9000000' }, ''), 'BODY_TOO_LARGE'],
  ])('%s is an error', async (_, handler, code) => {
    await withServer(handler, async (client, { host }) => {
      await expect(client.readListPage(request(host))).rejects.toMatchObject({ code });
    });
  });
});

describe('a page that is read by POST', () => {
  const post = { method: 'POST', path: '/search', body: '{"page":1}' } as const;

  test.each([429, 503])('is requested again after a %i, as other reads are', async (status) => {
    let count = 0;
    const handler: Handler = (_, response) => {
      count += 1;
      if (count === 1) return void response.writeHead(status, { 'retry-after': '0' }).end();
      response.end('{"ok":true}');
    };
    await withServer(
      handler,
      async (client, { host, requests }) => {
        const page = await client.readListPage(request(host, post));
        expect(page.json).toEqual({ ok: true });
        expect(requests.map(({ method, body }) => `${method} ${body}`)).toEqual([
          'POST {"page":1}',
          'POST {"page":1}',
        ]);
      },
      // A write would wait for the rate limit even without retries; it would not be sent again after a 503.
      { retries: 1, writeWaitMs: 0 },
    );
  });

  test('a rate limit of lists does not stop writes to the same registry', async () => {
    const handler: Handler = ({ method }, response) =>
      method === 'POST'
        ? void response.writeHead(429, { 'retry-after': '3600' }).end()
        : void response.writeHead(202).end();
    await withServer(
      handler,
      async (client, { host }) => {
        await expect(client.readListPage(request(host, post))).rejects.toMatchObject({
          kind: 'rate-limited',
        });
        const address = { registry: host, repository: 'a', digest: digestOf('x') };
        await client.deleteManifest(address, { signal: AbortSignal.timeout(2000) });
      },
      { retries: 0, writeWaitMs: 10_000_000 },
    );
  });

  test('its content is only sent again by redirects that keep it', async () => {
    await withServer(
      ({ url }, response) =>
        url === '/search'
          ? void response.writeHead(302, { location: '/elsewhere' }).end()
          : void response.end('{}'),
      async (client, { host, requests }) => {
        await expect(client.readListPage(request(host, post))).rejects.toBeInstanceOf(RegistryError);
        expect(requests.map(({ url }) => url)).toEqual(['/search']);
      },
    );
  });
});
