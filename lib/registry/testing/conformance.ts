import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { isIndex } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { RegistryError, type RegistryErrorKind } from '../errors.ts';
import { type Built, built, image, push, pushIndex } from '../memory/image-builder.ts';
import type { Registry } from '../registry.ts';

/** A registry under test, and what its kind does not support. */
export interface ConformanceSubject {
  readonly registry: Registry;
  /** The registry's name in references. */
  readonly host: string;
  /** Deletes by tag as well as by digest. */
  readonly deletesTags: boolean;
  /** Checks `If-Match`. */
  readonly conditionalPuts: boolean;
  /** Mounts blobs, refuses manifests with missing blobs, lists artifact types; each is true by default. */
  readonly mounts?: boolean;
  readonly checksBlobs?: boolean;
  readonly tellsArtifactTypes?: boolean;
  readonly close?: () => Promise<void>;
}

const rootfs = image().layer('ADD rootfs /', [{ path: 'etc/os-release', content: 'ID=test' }]);

/** The suite that every {@link Registry} passes: in memory, over HTTP, and real servers. */
export function registryConformance(name: string, start: () => Promise<ConformanceSubject>): void {
  describe(`${name} as a registry`, () => {
    const run = (text: string, test: (subject: ConformanceSubject, repository: string) => Promise<void>) =>
      it(text, { timeout: 60_000 }, async () => {
        const subject = await start();
        try {
          await test(subject, `conformance/${randomBytes(6).toString('hex')}`);
        } finally {
          await subject.close?.();
        }
      });

    run('resolves a tag and a digest to what was pushed', async ({ registry, host }, repository) => {
      const digest = await push(registry, `${host}/${repository}:1`, rootfs);
      const place = { registry: host, repository };
      expect(await registry.resolve({ ...place, tag: '1' })).toMatchObject({
        digest,
        mediaType: MEDIA_TYPE.ociManifest,
      });
      expect(await registry.resolve({ ...place, digest })).toMatchObject({ digest });
      expect((await registry.resolve({ ...place, tag: 'moved-on', digest })).digest).toBe(digest);
    });

    run('gets manifests byte for byte, of every accepted type', async ({ registry, host }, repository) => {
      const place = { registry: host, repository };
      await push(registry, `${host}/${repository}:oci`, rootfs);
      await push(registry, `${host}/${repository}:docker`, rootfs.asDocker());
      await pushIndex(registry, `${host}/${repository}:index`, {
        images: [rootfs, rootfs.on('linux/arm64')],
      });
      for (const tag of ['oci', 'docker', 'index']) {
        const document = await registry.getManifest({ ...place, tag });
        expect(digestOf(document.bytes)).toBe(document.digest);
        expect((await registry.resolve({ ...place, tag })).digest).toBe(document.digest);
        expect(isIndex(document)).toBe(tag === 'index');
      }
      const types = await Promise.all(
        ['oci', 'docker', 'index'].map(
          async (tag) => (await registry.getManifest({ ...place, tag })).mediaType,
        ),
      );
      expect(types).toEqual([MEDIA_TYPE.ociManifest, MEDIA_TYPE.dockerManifest, MEDIA_TYPE.ociIndex]);
    });

    run('rejects with not-found, and names what was not found', async ({ registry, host }, repository) => {
      const place = { registry: host, repository };
      const digest = digestOf('nowhere');
      await push(registry, `${host}/${repository}:1`, rootfs);
      const expectNotFound = async (call: Promise<unknown>, operation: string) => {
        const error = await failure(call);
        expect(error).toMatchObject({ kind: 'not-found' satisfies RegistryErrorKind, host, operation });
        expect(error.message).toContain(repository);
      };
      await expectNotFound(registry.resolve({ ...place, tag: 'missing' }), 'resolve');
      await expectNotFound(registry.resolve({ ...place, digest }), 'resolve');
      await expectNotFound(registry.getManifest({ ...place, tag: 'missing' }), 'get-manifest');
      await expectNotFound(registry.getManifest({ ...place, digest }), 'get-manifest');
      await expectNotFound(registry.getBlob({ ...place, digest }), 'get-blob');
      await expectNotFound(
        registry.listTags({ registry: host, repository: `${repository}/missing` }),
        'list-tags',
      );
    });

    run('stores blobs: whole, streamed in, streamed out', async ({ registry, host }, repository) => {
      const bytes = randomBytes(300_000);
      const address = { registry: host, repository, digest: digestOf(bytes) };
      expect(await registry.hasBlob(address)).toBe(false);
      await registry.putBlob(address, { size: bytes.byteLength, content: async () => inChunks(bytes) });
      expect(await registry.hasBlob(address)).toBe(true);
      expect(Buffer.from(await registry.getBlob(address)).equals(bytes)).toBe(true);
      const streamed: Uint8Array[] = [];
      for await (const chunk of await registry.openBlob(address)) streamed.push(chunk);
      expect(Buffer.concat(streamed).equals(bytes)).toBe(true);
      expect((await failure(registry.getBlob(address, { maxBytes: 1000 }))).kind).toBe('invalid-response');
    });

    run('accepts no blob under another digest', async ({ registry, host }, repository) => {
      const address = { registry: host, repository, digest: digestOf('something else') };
      const content = new TextEncoder().encode('this');
      await failure(registry.putBlob(address, { size: content.byteLength, content }));
      expect(await registry.hasBlob(address)).toBe(false);
    });

    run('mounts a blob that it has, and returns that it does not have one', async (subject, repository) => {
      const { registry, host, mounts = true } = subject;
      const content = new TextEncoder().encode('mount me');
      const digest = digestOf(content);
      await registry.putBlob(
        { registry: host, repository: `${repository}/a`, digest },
        { size: content.byteLength, content },
      );
      const target = { registry: host, repository: `${repository}/b`, digest };
      expect(await registry.mountBlob(target, `${repository}/a`)).toBe(mounts ? 'mounted' : 'not-mounted');
      if (mounts) expect(await registry.hasBlob(target)).toBe(true);
      const unknown = { ...target, digest: digestOf('unknown') };
      expect(await registry.mountBlob(unknown, `${repository}/a`)).toBe('not-mounted');
      expect(await registry.hasBlob(unknown)).toBe(false);
    });

    run('accepts a manifest with missing blobs only if its kind does', async (subject, repository) => {
      const { registry, host, checksBlobs = true } = subject;
      const { descriptor, bytes } = rootfs.build();
      const target = { registry: host, repository, tag: '1' };
      const put = registry.putManifest(target, { mediaType: descriptor.mediaType, bytes });
      if (!checksBlobs) {
        expect((await put).digest).toBe(descriptor.digest);
        return;
      }
      await failure(put);
      expect((await failure(registry.resolve(target))).kind).toBe('not-found');
    });

    run(
      'moves a tag, with If-Match only from the digest it had',
      async ({ registry, host, conditionalPuts }, repository) => {
        const target = { registry: host, repository, tag: '1' };
        const first = await push(registry, `${host}/${repository}:1`, rootfs);
        const { etag } = await registry.resolve(target);
        const second = await push(registry, `${host}/${repository}:1`, rootfs.label({ version: '2' }));
        expect(second).not.toBe(first);
        expect((await registry.resolve(target)).digest).toBe(second);
        if (!conditionalPuts || etag === undefined) return;
        const { descriptor, bytes } = rootfs.build();
        const late = registry.putManifest(target, { mediaType: descriptor.mediaType, bytes, ifMatch: etag });
        expect((await failure(late)).kind).toBe('conflict');
        expect((await registry.resolve(target)).digest).toBe(second);
      },
    );

    run('lists every tag once', async ({ registry, host }, repository) => {
      const tags = Array.from({ length: 25 }, (_, n) => `v${n}`);
      for (const tag of tags) await push(registry, `${host}/${repository}:${tag}`, rootfs);
      const listed = await registry.listTags({ registry: host, repository });
      expect(listed.toSorted()).toEqual(tags.toSorted());
    });

    run('lists referrers, optionally by type', async (tested, repository) => {
      const { registry, host, tellsArtifactTypes = true } = tested;
      const place = { registry: host, repository };
      const digest = await push(registry, `${host}/${repository}:1`, rootfs);
      const subject = { mediaType: MEDIA_TYPE.ociManifest, digest, size: rootfs.build().bytes.byteLength };
      expect(await registry.listReferrers({ ...place, digest })).toEqual([]);
      for (const type of ['application/vnd.test.a', 'application/vnd.test.b']) {
        const artifact = await attach(registry, place, subject, type);
        const wanted = tellsArtifactTypes ? { artifactType: type } : {};
        const listed = await registry.listReferrers({ ...place, digest }, wanted);
        if (!tellsArtifactTypes) {
          expect(listed.map((each) => each.digest)).toContain(artifact.descriptor.digest);
          continue;
        }
        expect(listed.map((each) => each.digest)).toEqual([artifact.descriptor.digest]);
        expect(listed[0]?.artifactType).toBe(type);
      }
      expect(await registry.listReferrers({ ...place, digest })).toHaveLength(2);
    });

    run(
      'deletes by digest, and tags if it supports that',
      async ({ registry, host, deletesTags }, repository) => {
        const place = { registry: host, repository };
        const digest = await push(registry, `${host}/${repository}:1`, rootfs);
        if (deletesTags) {
          await registry.deleteManifest({ ...place, tag: '1' });
          expect((await failure(registry.resolve({ ...place, tag: '1' }))).kind).toBe('not-found');
          expect((await registry.resolve({ ...place, digest })).digest).toBe(digest);
        }
        await registry.deleteManifest({ ...place, digest });
        expect((await failure(registry.resolve({ ...place, digest }))).kind).toBe('not-found');
      },
    );
  });
}

/** Pushes an artifact about a subject, by its digest. */
async function attach(
  registry: Registry,
  place: { registry: string; repository: string },
  subject: object,
  artifactType: string,
): Promise<Built> {
  const empty = new TextEncoder().encode('{}');
  const config = { mediaType: MEDIA_TYPE.ociEmpty, digest: digestOf(empty), size: empty.byteLength };
  await registry.putBlob({ ...place, digest: config.digest }, { size: config.size, content: empty });
  const manifest = built(MEDIA_TYPE.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    artifactType,
    config,
    layers: [config],
    subject,
  });
  await registry.putManifest(
    { ...place, digest: manifest.descriptor.digest },
    { mediaType: manifest.descriptor.mediaType, bytes: manifest.bytes },
  );
  return manifest;
}

/** The {@link RegistryError} that a call ends with; anything else fails the test. */
async function failure(call: Promise<unknown>): Promise<RegistryError> {
  const error = await call.then(
    () => new Error('expected it to fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof RegistryError) return error;
  throw error;
}

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
