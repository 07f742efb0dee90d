import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createRegistry } from './client.ts';
import type { RegistryErrorKind } from './errors.ts';
import { against } from './testing/test-client.ts';
import { type Handler, SAMPLE, serveManifest } from './testing/test-server.ts';

/** Answers the first requests one by one with the faults given, then properly. */
function faultsThen(...faults: ((response: ServerResponse) => void)[]): Handler {
  let next = 0;
  return (request, response) => {
    const fault = faults[next++];
    if (fault) fault(response);
    else serveManifest(request, response);
  };
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(code, headers).end();
  };
const reset = (response: ServerResponse) => void response.socket?.resetAndDestroy();
const hang = () => undefined;
const raw = (text: string) => (response: ServerResponse) => void response.socket?.end(text);
const drip = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/vnd.oci.image.manifest.v1+json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

describe('reads survive a passing fault', () => {
  test.each([
    ['429', status(429)],
    ['429 with Retry-After', status(429, { 'retry-after': '0' })],
    ['500', status(500)],
    ['502', status(502)],
    ['503', status(503)],
    ['504', status(504)],
    ['a reset', reset],
    ['a body cut short', raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{')],
  ])('%s', async (_, fault) => {
    const document = await against(faultsThen(fault, fault), (client, repository) =>
      client.getManifest({ ...repository, tag: '1' }),
    );
    expect(document.digest).toBe(SAMPLE.digest);
  });
});

describe('a lasting fault is a typed error', () => {
  const oci = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
  test.each<[string, (response: ServerResponse) => void, RegistryErrorKind, number]>([
    ['429', status(429), 'rate-limited', 3],
    ['429 with a Retry-After beyond the deadline', status(429, { 'retry-after': '3600' }), 'rate-limited', 1],
    ['503', status(503), 'unreachable', 3],
    ['501', status(501), 'unsupported', 1],
    ['a reset', reset, 'unreachable', 3],
    ['404', status(404), 'not-visible', 3],
    ['403', status(403), 'not-visible', 1],
    ['401 without a challenge', status(401), 'not-visible', 1],
    ['400', status(400), 'unsupported', 1],
    ['412', status(412), 'conflict', 1],
    ['204', status(204), 'invalid-response', 1],
    ['a hang', hang, 'timeout', 1],
    ['a drip', drip, 'timeout', 1],
    ['no HTTP', raw('SSH-2.0-OpenSSH_9\r\n\r\n'), 'invalid-response', 1],
    [
      'a length beyond the body',
      raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'),
      'invalid-response',
      3,
    ],
    [
      'a broken chunk',
      raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nabc'),
      'invalid-response',
      3,
    ],
    [
      'a manifest beyond 4 MiB, announced',
      raw('HTTP/1.1 200 OK\r\ncontent-length: 5000000\r\n\r\n'),
      'invalid-response',
      1,
    ],
    [
      'a manifest beyond 4 MiB, not announced',
      (response) => void response.writeHead(200, oci).end(Buffer.alloc(4 * 1024 * 1024 + 1, ' ')),
      'invalid-response',
      1,
    ],
    [
      'gzip, unasked',
      (response) =>
        void response.writeHead(200, { ...oci, 'content-encoding': 'gzip' }).end(gzipSync(SAMPLE.manifest)),
      'invalid-response',
      1,
    ],
    [
      'the wrong type',
      (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
      'invalid-response',
      1,
    ],
    [
      'another digest than announced',
      (response) =>
        void response
          .writeHead(200, { ...oci, 'docker-content-digest': `sha256:${'0'.repeat(64)}` })
          .end(SAMPLE.manifest),
      'invalid-response',
      1,
    ],
  ])('%s', async (_, fault, kind, requests) => {
    await against(
      (_request, response) => fault(response),
      async (client, repository, seen) => {
        const call = client.getManifest({ ...repository, tag: '1' });
        await expect(call).rejects.toMatchObject({ name: 'RegistryError', kind, operation: 'get-manifest' });
        await expect(call).rejects.toThrow(repository.registry);
        expect(seen).toHaveLength(requests);
      },
      // Only what never answers waits for its deadline; the others have time for every try on a busy machine.
      { deadlineMs: kind === 'timeout' ? 800 : 20_000 },
    );
  });

  test('Retry-After is reported', async () => {
    await against(
      (_, response) => status(429, { 'retry-after': '3600' })(response),
      async (client, repository) => {
        const call = client.resolve({ ...repository, tag: '1' });
        await expect(call).rejects.toMatchObject({ retryAfter: 3600, status: 429, code: 'TOOMANYREQUESTS' });
      },
    );
  });
});

test('a name that does not resolve, and a port nobody listens at', async () => {
  const client = createRegistry(
    { registries: [{ host: 'gone.example' }, { host: '127.0.0.1:1', plainHttp: true }], retries: 0 },
    {
      resolveAll: (_, done) => done(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []),
    },
  );
  const ask = (registry: string) => client.resolve({ registry, repository: 'a', tag: 'b' });
  await expect(ask('gone.example')).rejects.toMatchObject({ kind: 'unreachable', code: 'NAME_NOT_RESOLVED' });
  await expect(ask('127.0.0.1:1')).rejects.toMatchObject({ kind: 'unreachable', code: 'CONNECTION_REFUSED' });
  await client.close();
});

test('the caller can give up, also while waiting to retry', async () => {
  await against(
    (_, response) => status(429, { 'retry-after': '20' })(response),
    async (client, repository, seen) => {
      const giveUp = new AbortController();
      const call = client.resolve({ ...repository, tag: '1' }, { signal: giveUp.signal });
      const rejected = expect(call).rejects.toMatchObject({ kind: 'aborted' });
      while (seen.length === 0) await sleep(5);
      giveUp.abort();
      await rejected;
      const already = client.resolve({ ...repository, tag: '1' }, { signal: AbortSignal.abort() });
      await expect(already).rejects.toMatchObject({ kind: 'aborted' });
    },
  );
});

test('writes are never sent twice', async () => {
  await against(
    (_, response) => status(503)(response),
    async (client, repository, seen) => {
      const bytes = new TextEncoder().encode(SAMPLE.manifest);
      const put = client.putManifest({ ...repository, tag: '1' }, { mediaType: 'application/json', bytes });
      await expect(put).rejects.toMatchObject({ kind: 'unreachable', operation: 'put-manifest' });
      await expect(client.deleteManifest({ ...repository, tag: '1' })).rejects.toMatchObject({ status: 503 });
      expect(seen.map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
    },
  );
});
