import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { withServer } from '../testing/test-client.ts';
import type { Handler } from '../testing/test-server.ts';

const layer = new TextEncoder().encode('a layer');
const digest = digestOf(layer);

/** Opens sessions at the given location, and takes every PUT. */
const registry =
  (location: (host: string) => string): Handler =>
  ({ method, headers }, response) => {
    if (method === 'POST') response.writeHead(202, { location: location(headers.host ?? '') }).end();
    else response.writeHead(method === 'PUT' ? 201 : 204).end();
  };

describe('uploading a blob', () => {
  test.each([
    ['a relative Location', () => '/v2/a/blobs/uploads/7', '/v2/a/blobs/uploads/7?digest='],
    [
      'a Location with a query',
      () => '/v2/a/blobs/uploads/7?_state=x%2By',
      '/v2/a/blobs/uploads/7?_state=x%2By&digest=',
    ],
    ['an absolute Location', (host: string) => `http://${host}/elsewhere/7`, '/elsewhere/7?digest='],
  ])('to %s', async (_, location, path) => {
    await withServer(registry(location), async (client, { host, requests }) => {
      await client.putBlob(
        { registry: host, repository: 'a', digest },
        { size: layer.length, content: layer },
      );
      const [post, put] = requests;
      expect(post).toMatchObject({ method: 'POST', url: '/v2/a/blobs/uploads/' });
      expect(put).toMatchObject({ method: 'PUT', url: path + encodeURIComponent(digest), body: 'a layer' });
      expect(put?.headers).toMatchObject({
        'content-length': '7',
        'content-type': 'application/octet-stream',
      });
    });
  });

  test('from a stream', async () => {
    async function* content() {
      yield layer.subarray(0, 3);
      yield layer.subarray(3);
    }
    await withServer(
      registry(() => '7'),
      async (client, { host, requests }) => {
        await client.putBlob(
          { registry: host, repository: 'a', digest },
          { size: layer.length, content: content() },
        );
        expect(requests[1]?.body).toBe('a layer');
      },
    );
  });

  test('from a stream that fails: the stream’s own error comes out', async () => {
    await withServer(
      (request, response) => {
        if (request.method === 'GET') response.end('other bytes than requested');
        else registry(() => '7')(request, response);
      },
      async (client, { host }) => {
        const from = { registry: host, repository: 'b', digest };
        const content = await client.openBlob(from);
        const put = client.putBlob({ ...from, repository: 'a' }, { size: 100, content });
        await expect(put).rejects.toMatchObject({ operation: 'get-blob', code: 'DIGEST_INVALID' });
      },
    );
  });

  test('bytes that are not the digest’s never leave', async () => {
    await withServer(
      registry(() => '7'),
      async (client, { host, requests }) => {
        const address = { registry: host, repository: 'a', digest: digestOf('other') };
        const put = client.putBlob(address, { size: layer.length, content: layer });
        await expect(put).rejects.toMatchObject({
          kind: 'unsupported',
          code: 'DIGEST_INVALID',
          operation: 'put-blob',
        });
        expect(requests).toEqual([]);
      },
    );
  });

  test('once more after a lost connection', async () => {
    let puts = 0;
    await withServer(
      (request, response) => {
        if (request.method === 'PUT' && ++puts === 1) return void response.socket?.resetAndDestroy();
        registry(() => '7')(request, response);
      },
      async (client, { host, requests }) => {
        await client.putBlob(
          { registry: host, repository: 'a', digest },
          { size: layer.length, content: layer },
        );
        expect(requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'POST', 'PUT']);
      },
    );
  });
});

describe('mounting a blob', () => {
  test.each<[string, Handler, string, string[]]>([
    ['201', (_, response) => void response.writeHead(201).end(), 'mounted', ['POST']],
    ['202, whose session is cancelled', registry(() => '/s/7'), 'not-mounted', ['POST', 'DELETE']],
    ['404', (_, response) => void response.writeHead(404).end(), 'not-mounted', ['POST']],
    ['405', (_, response) => void response.writeHead(405).end(), 'not-mounted', ['POST']],
    ['403', (_, response) => void response.writeHead(403).end(), 'not-mounted', ['POST']],
  ])('%s', async (_, handler, outcome, methods) => {
    await withServer(handler, async (client, { host, requests }) => {
      expect(await client.mountBlob({ registry: host, repository: 'a', digest }, 'b/c')).toBe(outcome);
      expect(requests.map(({ method }) => method)).toEqual(methods);
      expect(requests[0]?.url).toBe(`/v2/a/blobs/uploads/?mount=${encodeURIComponent(digest)}&from=b%2Fc`);
    });
  });
});

describe('putting a manifest', () => {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';

  test('sends the exact bytes, the type and If-Match, and returns whether a subject was processed', async () => {
    await withServer(
      (_, response) => void response.writeHead(201, { 'oci-subject': digest }).end(),
      async (client, { host, requests }) => {
        const bytes = new TextEncoder().encode('{ "exact" : true }');
        const put = await client.putManifest(
          { registry: host, repository: 'a', tag: '1' },
          { mediaType, bytes, ifMatch: '"e"' },
        );
        expect(put).toEqual({ digest: digestOf(bytes), subjectProcessed: true });
        expect(requests[0]).toMatchObject({
          method: 'PUT',
          url: '/v2/a/manifests/1',
          body: '{ "exact" : true }',
          headers: { 'content-type': mediaType, 'if-match': '"e"' },
        });
      },
    );
  });

  test.each<[string, Handler, object]>([
    ['412', (_, response) => void response.writeHead(412).end(), { kind: 'conflict', status: 412 }],
    [
      'that it stored something else',
      (_, response) => void response.writeHead(201, { 'docker-content-digest': digestOf('x') }).end(),
      { kind: 'invalid-response', code: 'DIGEST_INVALID' },
    ],
  ])('the registry answers %s', async (_, handler, expected) => {
    await withServer(handler, async (client, { host }) => {
      const put = client.putManifest(
        { registry: host, repository: 'a', tag: '1' },
        { mediaType, bytes: layer },
      );
      await expect(put).rejects.toMatchObject({ operation: 'put-manifest', ...expected });
    });
  });

  test('with a subject that the registry does not process: listed under the fallback tag, none lost', async () => {
    const tags = new Map<string, string>();
    await withServer(
      ({ method, url, body, headers }, response) => {
        const name = url.split('/manifests/')[1] ?? '';
        if (method === 'PUT') tags.set(name, body);
        const stored = tags.get(name) ?? [...tags.values()].find((text) => digestOf(text) === name);
        if (method === 'PUT') response.writeHead(201).end();
        else if (stored === undefined) response.writeHead(404).end();
        else {
          const type = headers.accept && JSON.parse(stored).mediaType;
          response.writeHead(200, { 'content-type': type, 'docker-content-digest': digestOf(stored) });
          response.end(method === 'HEAD' ? undefined : stored);
        }
      },
      async (client, { host }) => {
        const subject = { mediaType, digest, size: layer.length };
        const artifact = (name: string) => ({
          schemaVersion: 2,
          mediaType,
          artifactType: 'application/test',
          config: { mediaType: 'application/vnd.oci.empty.v1+json', digest, size: 2 },
          layers: [],
          annotations: { name },
          subject,
        });
        const put = (name: string) => {
          const bytes = new TextEncoder().encode(JSON.stringify(artifact(name)));
          const to = { registry: host, repository: 'a', digest: digestOf(bytes) };
          return client.putManifest(to, { mediaType, bytes });
        };
        const names = ['one', 'two', 'three'];
        const puts = await Promise.all(names.map(put));
        expect(puts.map(({ subjectProcessed }) => subjectProcessed)).toEqual([false, false, false]);
        const listed = await client.listReferrers({ registry: host, repository: 'a', digest });
        expect(listed.map(({ annotations }) => annotations?.name).sort()).toEqual(names.toSorted());
        expect(listed.every(({ artifactType }) => artifactType === 'application/test')).toBe(true);
      },
    );
  });
});
