import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { against } from '#lib/registry/testing/test-client.ts';
import { whyIncomplete } from './layer-listing.ts';
import { type BlobSource, listArchive, listLayer } from './list-layer.ts';
import { archive, inPieces } from './testing.ts';

const PLACE = { registry: 'r.test', repository: 'app' };
const DIGEST: Digest = `sha256:${'a'.repeat(64)}`;
const LAYER = archive({ name: 'etc/passwd', content: 'root' }, { name: 'usr/.wh.bin' });

/** A source of these chunks; `left` is whether the reader has ended it, `signal` the one that it was given. */
function sourceOf(chunks: () => AsyncGenerator<Uint8Array>) {
  const seen: { left: boolean; signal: AbortSignal | undefined } = { left: false, signal: undefined };
  const source: BlobSource = {
    async openBlob(_, options) {
      seen.signal = options?.signal;
      return (async function* () {
        try {
          yield* chunks();
        } finally {
          seen.left = true;
        }
      })();
    },
  };
  return { source, seen };
}

/** Never comes, unless the signal that the source was given aborts. */
const silence = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

describe('a layer of a registry', () => {
  it.each([
    ['plain', LAYER],
    ['gzip', gzipSync(LAYER)],
    ['Zstandard', zstdCompressSync(LAYER)],
  ])('is listed: %s', async (_, blob) => {
    const registry = createMemoryRegistry();
    const address = { ...PLACE, digest: digestOf(blob) };
    await registry.putBlob(address, { size: blob.byteLength, content: blob });
    const listing = await listLayer(registry, address, { wants: (path) => path === 'etc/passwd' });
    expect(listing.entries).toEqual([
      { path: 'etc/passwd', type: 'file', size: 4, linkName: null },
      { path: 'usr/bin', type: 'whiteout', size: 0, linkName: null },
    ]);
    expect(Buffer.from(listing.contents.get('etc/passwd') ?? '').toString()).toBe('root');
    expect(listing).toMatchObject({ outcome: { state: 'complete' }, readToEnd: true });
  });

  it('that is not there says so', async () => {
    const { outcome } = await listLayer(createMemoryRegistry(), { ...PLACE, digest: DIGEST });
    expect(outcome.state).toBe('unread');
    expect(whyIncomplete(outcome)).toContain('there is no such blob');
  });

  it('that breaks off keeps what came before, and says so', async () => {
    const { source } = sourceOf(async function* () {
      yield LAYER.subarray(0, 1024);
      throw new Error('r.test: get-blob of app failed: the body broke off');
    });
    const { entries, outcome } = await listLayer(source, { ...PLACE, digest: DIGEST });
    expect(entries.map(({ path }) => path)).toEqual(['etc/passwd']);
    expect(outcome).toEqual({
      state: 'unread',
      problem: 'r.test: get-blob of app failed: the body broke off',
    });
  });

  it('that is not the digest’s is not believed, though its archive is whole', async () => {
    const { source } = sourceOf(async function* () {
      yield LAYER;
      throw new Error('the content does not match the requested digest');
    });
    const { outcome } = await listLayer(source, { ...PLACE, digest: DIGEST });
    expect(outcome.state).toBe('unread');
  });
});

describe('reading stops', () => {
  const options = { wants: (path: string) => path === 'etc/passwd', isEnough: () => true };

  it.each([
    ['plain', (bytes: Buffer) => bytes],
    ['gzip', (bytes: Buffer) => gzipSync(bytes, { level: 0 })],
    ['Zstandard', (bytes: Buffer) => zstdCompressSync(bytes)],
  ])('as soon as enough is known, even where the source falls silent: %s', async (_, pack) => {
    const big = archive(
      { name: 'etc/passwd', content: 'root' },
      { name: 'big', content: randomBytes(400_000) },
    );
    const { source, seen } = sourceOf(async function* () {
      yield* inPieces(pack(big).subarray(0, -10), [512]);
      yield await silence(seen.signal);
    });
    const listing = await listLayer(source, { ...PLACE, digest: DIGEST }, options);
    expect(listing).toMatchObject({ outcome: { state: 'stopped' }, readToEnd: false });
    expect(listing.contents.has('etc/passwd')).toBe(true);
    expect(seen.signal?.aborted).toBe(true);
    await expect.poll(() => seen.left).toBe(true);
  });

  it('no more, once `isEnough` was called often enough', async () => {
    let checks = 0;
    const files = archive(...Array.from({ length: 100 }, (_, at) => ({ name: `${at}` })));
    const isEnough = () => {
      checks += 1;
      return checks > 50;
    };
    const listing = await listArchive(inPieces(files), { wants: () => true, isEnough });
    expect(checks).toBe(32);
    expect(listing.outcome.state).toBe('complete');
  });

  it('at a bomb, after the bound and not after the bomb', async () => {
    let given = 0;
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const { source, seen } = sourceOf(async function* () {
      yield gzipSync(archive({ name: 'a', size: '77777777777' }).subarray(0, 512));
      for (;;) {
        given += 1;
        yield bomb;
      }
    });
    const bounds = { bytes: 50_000_000 };
    const { outcome } = await listLayer(source, { ...PLACE, digest: DIGEST }, { bounds });
    expect(outcome).toEqual({ state: 'cut', bound: 'bytes', limit: 50_000_000 });
    expect(given).toBeLessThan(20);
    await expect.poll(() => seen.left).toBe(true);
  });

  it('when the caller gives up, with the caller’s reason', async () => {
    const giveUp = new AbortController();
    const reason = new Error('shutting down');
    const { source, seen } = sourceOf(async function* () {
      yield LAYER.subarray(0, 600);
      giveUp.abort(reason);
      yield await silence(seen.signal);
    });
    const reading = listLayer(source, { ...PLACE, digest: DIGEST }, { signal: giveUp.signal });
    await expect(reading).rejects.toBe(reason);
  });
});

describe('over HTTP', () => {
  it('lets the connection go once enough is known', async () => {
    let gone: Promise<unknown> | undefined;
    await against(
      (_, response) => {
        gone = new Promise((resolve) => response.once('close', resolve));
        response.writeHead(200, { 'content-length': '100000000' });
        response.write(LAYER);
      },
      async (client, repository) => {
        const options = { wants: () => true, isEnough: () => true };
        const { outcome } = await listLayer(client, { ...repository, digest: DIGEST }, options);
        expect(outcome.state).toBe('stopped');
        await gone;
      },
    );
    expect(gone).toBeDefined();
  });

  it('does not believe a blob that is another', async () => {
    const { outcome } = await against(
      (_, response) => response.end(LAYER),
      (client, repository) => listLayer(client, { ...repository, digest: DIGEST }),
    );
    expect(outcome.state).toBe('unread');
    expect(whyIncomplete(outcome)).toContain('does not have the requested digest');
  });

  it('reads a blob that is the digest’s to its end', async () => {
    const listing = await against(
      (_, response) => response.end(gzipSync(LAYER)),
      (client, repository) => listLayer(client, { ...repository, digest: digestOf(gzipSync(LAYER)) }),
    );
    expect(listing).toMatchObject({ outcome: { state: 'complete' }, readToEnd: true });
  });
});
