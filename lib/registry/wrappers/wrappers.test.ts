import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseManifest } from '#lib/oci/manifest.ts';
import type { RegistryReader } from '../registry.ts';
import { SAMPLE } from '../testing/test-server.ts';
import { cached, memoryContentCache } from './cached.ts';
import { counted, createRequestCounter } from './counted.ts';
import { readOnly } from './read-only.ts';

const bytes = new TextEncoder().encode(SAMPLE.manifest);
const config = new TextEncoder().encode(SAMPLE.config);
const repository = { registry: 'reg.example', repository: 'a' };

/** A reader that holds one image and writes down what it was asked. */
function reader(): { registry: RegistryReader & { putManifest(): void }; calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    registry: {
      putManifest: () => undefined,
      resolve: async () => {
        calls.push('resolve');
        return { digest: SAMPLE.digest, mediaType: undefined, etag: undefined };
      },
      getManifest: async () => {
        calls.push('getManifest');
        return parseManifest(bytes);
      },
      getBlob: async () => {
        calls.push('getBlob');
        return config;
      },
      openBlob: async () => (async function* () {})(),
      hasBlob: async () => true,
      listTags: async () => [],
      listReferrers: async () => [],
    },
  };
}

test('a read-only view has no writing methods at all', () => {
  expect(Object.keys(readOnly(reader().registry))).not.toContain('putManifest');
  expect(Object.keys(readOnly(reader().registry))).toHaveLength(7);
});

describe('the content cache', () => {
  test('asks once for content by digest, whatever it was first asked by, and always for tags', async () => {
    const { registry, calls } = reader();
    const client = cached(registry, memoryContentCache());
    await client.getManifest({ ...repository, tag: '1' });
    const again = await client.getManifest({ ...repository, digest: SAMPLE.digest });
    expect(again).toEqual(parseManifest(bytes));
    await client.getManifest({ ...repository, tag: '1' });
    await client.getBlob({ ...repository, digest: SAMPLE.configDigest });
    await client.getBlob({ ...repository, digest: SAMPLE.configDigest });
    await client.resolve({ ...repository, tag: '1' });
    await client.resolve({ ...repository, tag: '1' });
    expect(calls).toEqual(['getManifest', 'getManifest', 'getBlob', 'resolve', 'resolve']);
  });

  test('believes no cache that returns other bytes', async () => {
    const { registry, calls } = reader();
    const lying = { get: async () => ({ bytes: new Uint8Array([1]) }), put: async () => undefined };
    const client = cached(registry, lying);
    expect(await client.getBlob({ ...repository, digest: SAMPLE.configDigest })).toBe(config);
    expect((await client.getManifest({ ...repository, digest: SAMPLE.digest })).digest).toBe(SAMPLE.digest);
    expect(calls).toEqual(['getBlob', 'getManifest']);
  });

  test('in memory forgets the least recently used', async () => {
    const cache = memoryContentCache(10);
    const put = (text: string) => cache.put(digestOf(text), { bytes: new TextEncoder().encode(text) });
    await put('aaaa');
    await put('bbbb');
    await cache.get(digestOf('aaaa'));
    await put('cccc');
    await put('more than ten bytes');
    const kept = await Promise.all(['aaaa', 'bbbb', 'cccc'].map((text) => cache.get(digestOf(text))));
    expect(kept.map((content) => content !== undefined)).toEqual([true, false, true]);
  });
});

test('counts of requests, by any of their facts', () => {
  const counter = createRequestCounter();
  const head = {
    host: 'a',
    operation: 'resolve',
    kind: 'manifest',
    method: 'HEAD',
    status: 200,
    ms: 1,
  } as const;
  counter.observe(head);
  counter.observe(head);
  counter.observe({ ...head, host: 'b', status: undefined });
  counter.observe({ ...head, kind: 'token', method: 'GET' });
  expect(counter.count()).toBe(3);
  expect(counter.count({ host: 'a' })).toBe(2);
  expect(counter.count({ kind: 'token' })).toBe(1);
  expect(counter.count({ status: 200, method: 'HEAD' })).toBe(2);
  expect(counter.summary()).toEqual({ 'HEAD manifest': 3, 'GET token': 1 });
  counter.reset();
  expect(counter.summary()).toEqual({});
});

test('counts of calls', async () => {
  const calls: string[] = [];
  const client = counted(reader().registry, (operation, host) => calls.push(`${operation} ${host}`));
  await client.resolve({ ...repository, tag: '1' });
  await client.hasBlob({ ...repository, digest: SAMPLE.digest });
  expect(calls).toEqual(['resolve reg.example', 'head-blob reg.example']);
});
