import { expect, test } from 'vitest';
import type { Digest } from '#lib/oci/digest.ts';
import type { CallOptions, RegistryReader } from '../registry.ts';
import { routed } from './routed.ts';
import { wrapReader } from './wrap-reader.ts';

const digest: Digest = `sha256:${'0'.repeat(64)}`;
const repository = { registry: 'reg.example', repository: 'a' };

/** A reader that can also write, and records the calls it gets with their options. */
function recorder() {
  const calls: [method: string, options: CallOptions | undefined][] = [];
  const record = (method: string) => async (_: unknown, options?: CallOptions) => {
    calls.push([method, options]);
    return method as never;
  };
  const registry: RegistryReader & { putManifest(): void } = {
    putManifest: () => undefined,
    resolve: record('resolve'),
    getManifest: record('getManifest'),
    getBlob: record('getBlob'),
    openBlob: record('openBlob'),
    hasBlob: record('hasBlob'),
    listTags: record('listTags'),
    listReferrers: record('listReferrers'),
  };
  return { registry, calls };
}

async function callAll(reader: RegistryReader, options?: CallOptions) {
  return [
    await reader.resolve({ ...repository, tag: '1' }, options),
    await reader.getManifest({ ...repository, tag: '1' }, options),
    await reader.getBlob({ ...repository, digest }, { ...options, maxBytes: 7 }),
    await reader.openBlob({ ...repository, digest }, options),
    await reader.hasBlob({ ...repository, digest }, options),
    await reader.listTags(repository, options),
    await reader.listReferrers({ ...repository, digest }, options),
  ];
}

test('a wrapped registry has no writing methods at all', () => {
  const wrapped = wrapReader((call) => call.on(recorder().registry));
  expect(Object.keys(wrapped)).not.toContain('putManifest');
  expect(Object.keys(wrapped)).toHaveLength(7);
});

test('every method goes through the one function, with its operation and its repository', async () => {
  const { registry, calls } = recorder();
  const seen: string[] = [];
  const wrapped = wrapReader((call) => {
    seen.push(`${call.operation} ${call.repository.registry}`);
    return call.on(registry);
  });
  const results: unknown[] = await callAll(wrapped);
  const methods = ['resolve', 'getManifest', 'getBlob', 'openBlob', 'hasBlob', 'listTags', 'listReferrers'];
  expect(results).toEqual(methods);
  expect(calls.map(([method]) => method)).toEqual(methods);
  expect(seen).toEqual(
    ['resolve', 'get-manifest', 'get-blob', 'get-blob', 'head-blob', 'list-tags', 'list-referrers'].map(
      (operation) => `${operation} reg.example`,
    ),
  );
});

test('options pass unchanged, and a new signal replaces the caller’s', async () => {
  const { registry, calls } = recorder();
  const { signal } = new AbortController();
  await callAll(
    wrapReader((call) => call.on(registry)),
    { signal },
  );
  expect(calls).toEqual(calls.map(([m]) => [m, m === 'getBlob' ? { signal, maxBytes: 7 } : { signal }]));
  expect(calls.every(([, options]) => options?.signal === signal)).toBe(true);
  calls.length = 0;
  const other = new AbortController().signal;
  await callAll(
    wrapReader((call) => call.on(registry, call.signal === signal ? other : undefined)),
    { signal },
  );
  expect(calls.every(([, options]) => options?.signal === other)).toBe(true);
  expect(calls[2]).toEqual(['getBlob', { signal: other, maxBytes: 7 }]);
});

test('a routed reader reads from the registry of the address’s host', async () => {
  const [one, others] = [recorder(), recorder()];
  const reader = routed(new Map([['reg.example', one.registry]]), others.registry);
  await callAll(reader);
  await reader.listTags({ registry: 'other.example', repository: 'a' });
  expect([one.calls.length, others.calls.length]).toEqual([7, 1]);
});
