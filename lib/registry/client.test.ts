import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { createRegistry } from './client.ts';
import { createRequestCounter } from './testing/request-counter.ts';
import { against } from './testing/test-client.ts';
import { collect, type Handler, SAMPLE, serveManifest, startTestServer } from './testing/test-server.ts';

const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end();
const raw = (text: string) => (response: ServerResponse) => void response.socket?.end(text);

describe('resolving', () => {
  test('costs one HEAD, with all four types accepted and nothing compressed', async () => {
    await using server = await startTestServer(serveManifest);
    const counter = createRequestCounter();
    const client = createRegistry(
      { registries: [{ host: server.host, plainHttp: true }], userAgent: 'test-agent' },
      { observe: counter.observe },
    );
    const resolved = await client.resolve({ registry: server.host, repository: 'team/app', tag: '1' });
    expect(resolved.digest).toBe(SAMPLE.digest);
    expect(counter.summary()).toEqual({ 'HEAD manifest': 1 });
    expect(server.requests[0]).toMatchObject({
      url: '/v2/team/app/manifests/1',
      headers: { 'user-agent': 'test-agent', 'accept-encoding': 'identity' },
    });
    expect(server.requests[0]?.headers.accept?.split(', ')).toHaveLength(4);
    await client.close();
  });

  test.each<[string, Handler]>([
    [
      'names no digest',
      (request, response) =>
        request.method === 'HEAD' ? status(200)(response) : serveManifest(request, response),
    ],
    ...[400, 403, 404, 405, 406, 410, 501].map((code): [string, Handler] => [
      `answers ${code}`,
      (request, response) =>
        request.method === 'HEAD' ? status(code)(response) : serveManifest(request, response),
    ]),
  ])('gets and hashes where HEAD %s', async (_, handler) => {
    await against(handler, async (client, repository, seen) => {
      const resolved = await client.resolve({ ...repository, tag: '1' });
      expect(resolved).toMatchObject({
        digest: SAMPLE.digest,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
      });
      expect(seen.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
    });
  });

  test.each([404, 400])('calls gone only what a GET does not find either (HEAD %i)', async (code) => {
    await against(
      ({ method, url }, response) => status(url === '/v2/' ? 200 : method === 'HEAD' ? code : 404)(response),
      async (client, repository, seen) => {
        const call = client.resolve({ ...repository, tag: '1' });
        await expect(call).rejects.toMatchObject({ kind: 'not-found', operation: 'resolve', status: 404 });
        const looks = seen.filter(({ url }) => url !== '/v2/');
        expect(looks.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
      },
    );
  });

  test('sends GET to a registry once it turned out not to support HEAD', async () => {
    await against(
      (request, response) =>
        request.method === 'HEAD' ? status(501)(response) : serveManifest(request, response),
      async (client, repository, seen) => {
        for (const tag of ['1', '2', '3']) await client.resolve({ ...repository, tag });
        expect(seen.map(({ method }) => method)).toEqual(['HEAD', 'GET', 'GET', 'GET']);
      },
    );
  });

  test.each([401, 429, 503])('leaves a HEAD that answers %i at that', async (code) => {
    await against(
      ({ method }, response) => status(method === 'HEAD' ? code : 404)(response),
      async (client, repository) => {
        const call = client.resolve({ ...repository, tag: '1' });
        await expect(call).rejects.toMatchObject({ status: code });
      },
      { retries: 0 },
    );
  });

  test('keeps at most the set number of requests under way', async () => {
    let active = 0;
    let most = 0;
    await against(
      (request, response) => {
        most = Math.max(most, ++active);
        setTimeout(() => {
          active -= 1;
          serveManifest(request, response);
        }, 5);
      },
      (client, repository) =>
        Promise.all(
          Array.from({ length: 20 }, (_, index) => client.resolve({ ...repository, tag: `t${index}` })),
        ),
      { maxConcurrentPerHost: 3 },
    );
    expect(most).toBe(3);
  });

  test('keeps its connections from one HEAD to the next', async () => {
    await using server = await startTestServer(serveManifest);
    const client = createRegistry({ registries: [{ host: server.host, plainHttp: true }] });
    for (let tag = 0; tag < 10; tag++) {
      await client.resolve({ registry: server.host, repository: 'a', tag: `${tag}` });
    }
    expect(server.connections()).toBeLessThanOrEqual(2);
    await client.close();
  });

  test('keeps what the registry says of its limits, and each warning once', async () => {
    await against(
      (request, response) => {
        response.setHeader('ratelimit-limit', '100;w=21600');
        response.setHeader('ratelimit-remaining', '76;w=21600');
        response.setHeader('warning', '299 - "moving soon"');
        serveManifest(request, response);
      },
      async (client, repository) => {
        await client.resolve({ ...repository, tag: '1' });
        await client.resolve({ ...repository, tag: '2' });
        expect(client.rateLimit(repository.registry)).toMatchObject({
          limit: 100,
          remaining: 76,
          windowSeconds: 21_600,
        });
        expect(client.warnings()).toEqual([{ host: repository.registry, text: 'moving soon' }]);
      },
    );
  });
});

describe('blobs', () => {
  const address = { repository: 'team/app', digest: SAMPLE.configDigest };

  test('are hashed whole and as a stream', async () => {
    await against(
      (_, response) => void response.end(SAMPLE.config),
      async (client, { registry }) => {
        expect(new TextDecoder().decode(await client.getBlob({ registry, ...address }))).toBe(SAMPLE.config);
        const chunks = await collect(await client.openBlob({ registry, ...address }));
        expect(Buffer.concat(chunks).toString()).toBe(SAMPLE.config);
      },
    );
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['other bytes', (response) => void response.end('other'), 'DIGEST_INVALID'],
    ['a broken stream', raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc'), 'BODY_BROKEN'],
  ])('%s are an error, at the end of a stream too', async (_, fault, code) => {
    await against(
      (_request, response) => fault(response),
      async (client, { registry }) => {
        const wrong = { kind: 'invalid-response', code };
        await expect(client.getBlob({ registry, ...address })).rejects.toMatchObject(wrong);
        const stream = await client.openBlob({ registry, ...address });
        await expect(collect(stream)).rejects.toMatchObject(wrong);
      },
    );
  });

  test('larger than the caller wants are refused', async () => {
    await against(
      (_, response) => void response.end(SAMPLE.config),
      async (client, { registry }) => {
        const call = client.getBlob({ registry, ...address }, { maxBytes: 10 });
        await expect(call).rejects.toMatchObject({ kind: 'invalid-response', code: 'BODY_TOO_LARGE' });
      },
    );
  });

  test('open streams hold up no other request', async () => {
    await against(
      (request, response) =>
        request.url.includes('/blobs/') ? void response.end(SAMPLE.config) : serveManifest(request, response),
      async (client, repository) => {
        const streams = await Promise.all(
          [1, 2, 3].map(() => client.openBlob({ ...repository, digest: SAMPLE.configDigest })),
        );
        expect((await client.resolve({ ...repository, tag: '1' })).digest).toBe(SAMPLE.digest);
        for (const stream of streams) await collect(stream);
      },
      { maxConcurrentPerHost: 1 },
    );
  });
});

describe('conditional HEADs', () => {
  const known = {
    digest: SAMPLE.digest,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    etag: '"e"',
  };

  test('send the known etag, and 304 means that nothing changed', async () => {
    await against(
      (_, response) => status(304)(response),
      async (client, repository, seen) => {
        expect(await client.resolve({ ...repository, tag: '1' }, { known })).toEqual(known);
        expect(seen[0]?.headers['if-none-match']).toBe('"e"');
      },
    );
  });

  test('a changed tag is noticed', async () => {
    await against(serveManifest, async (client, repository) => {
      const before = { ...known, digest: digestOf('before') };
      expect(await client.resolve({ ...repository, tag: '1' }, { known: before })).toMatchObject({
        digest: SAMPLE.digest,
      });
    });
  });

  test('304 without a question is an error', async () => {
    await against(
      (_, response) => status(304)(response),
      async (client, repository) => {
        const call = client.resolve({ ...repository, tag: '1' });
        await expect(call).rejects.toMatchObject({ kind: 'invalid-response', status: 304 });
      },
    );
  });
});

describe('redirects', () => {
  const credentials = { username: 'alice', password: 'pw' };

  test('to storage the operator listed are followed, and the credentials stay behind', async () => {
    await using storage = await startTestServer((_, response) => void response.end(SAMPLE.config));
    await using registry = await startTestServer((request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
      } else if (request.url.startsWith('/moved')) {
        response.writeHead(307, { location: `${storage.origin}/bucket/blob?signature=x` }).end();
      } else {
        response.writeHead(307, { location: '/moved' }).end();
      }
    });
    const client = createRegistry({
      registries: [
        { host: registry.host, plainHttp: true, ...credentials },
        { host: storage.host, plainHttp: true },
      ],
    });
    const address = { registry: registry.host, repository: 'a', digest: SAMPLE.configDigest };
    expect(new TextDecoder().decode(await client.getBlob(address))).toBe(SAMPLE.config);
    const authorised = registry.requests.map(({ headers }) => headers.authorization !== undefined);
    expect(authorised).toEqual([false, true, true]);
    expect(storage.requests).toHaveLength(1);
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
    await client.close();
  });

  test('a 401 after leaving the registry is answered with nothing', async () => {
    await using storage = await startTestServer((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="give"' }).end();
    });
    await using registry = await startTestServer((_, response) => {
      response.writeHead(302, { location: `${storage.origin}/x` }).end();
    });
    const client = createRegistry({
      registries: [
        { host: registry.host, plainHttp: true, ...credentials },
        { host: storage.host, plainHttp: true },
      ],
    });
    const call = client.resolve({ registry: registry.host, repository: 'a', tag: '1' });
    await expect(call).rejects.toMatchObject({ kind: 'not-visible' });
    expect(storage.requests).toHaveLength(1);
    await client.close();
  });
});
