import { describe, expect, it } from 'vitest';
import { judgeImage } from '#lib/judging/judge-image.ts';
import { createMemorySources } from '#lib/judging/sources/memory-sources.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import { isIndex, isManifest, runnableChildren } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { ImageSource } from '#lib/rebase/rebase.ts';
import { built, image, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { loadImage } from './load-image.ts';

type Registry = ReturnType<typeof createMemoryRegistry>;

const BASE = 'registry.test/base:1';
const APP = image().layer('app', []);
const AMD64 = { os: 'linux', architecture: 'amd64' };

async function load(spoil: (registry: Registry) => Promise<unknown>) {
  const registry = createMemoryRegistry();
  await pushIndex(registry, BASE, {
    images: ['linux/amd64', 'linux/arm64'].map((platform) => image().layer(platform, []).on(platform)),
  });
  await spoil(registry);
  return loadFrom(registry);
}

async function loadFrom(registry: Registry) {
  const { documents } = sourcesOf(registry);
  const { digest } = await registry.resolve(parseReference(BASE));
  const put = async () => undefined;
  return loadImage(
    { documents: { ...documents, put, written: put, passing: () => documents }, registry },
    parseReference(BASE),
    digest,
  );
}

function sourcesOf(registry: Registry) {
  return createMemorySources(
    registry,
    () => undefined,
    () => new Date(),
  );
}

it('tells which entries of an index its registry does not have', async () => {
  const source = await load(async (registry) => {
    const document = await registry.getManifest(parseReference(BASE));
    if (!isIndex(document)) throw new Error('no index');
    const arm64 = runnableChildren(document.content)[1];
    if (arm64 === undefined) throw new Error('no arm64');
    registry.state.repositories.get('base')?.manifests.delete(arm64.digest);
  });
  if (source.kind !== 'index') throw new Error('no index');
  expect([source.children.size, source.missing?.map(({ platform }) => platform?.architecture)]).toEqual([
    1,
    ['arm64'],
  ]);
});

it('leaves artifacts out, whether the index says what they are or not', async () => {
  const source = await load(async (registry) => {
    const target = parseReference(BASE);
    const document = await registry.getManifest(target);
    if (!isIndex(document)) throw new Error('no index');
    const empty = built(MEDIA_TYPE.ociEmpty, {});
    await registry.putBlob({ ...target, digest: empty.descriptor.digest }, { size: 2, content: empty.bytes });
    const { mediaType } = document.content.manifests[0] ?? { mediaType: '' };
    const artifact = built(MEDIA_TYPE.ociManifest, {
      ...{ schemaVersion: 2, mediaType, config: empty.descriptor, layers: [] },
      artifactType: 'application/vnd.example.sbom',
    });
    await registry.putManifest(
      { ...target, digest: artifact.descriptor.digest },
      { mediaType, bytes: artifact.bytes },
    );
    const platform = { os: 'linux', architecture: 'amd64' };
    const index = built(MEDIA_TYPE.ociIndex, {
      ...document.content,
      manifests: [{ ...artifact.descriptor, platform }, ...document.content.manifests],
    });
    await registry.putManifest(target, { mediaType: MEDIA_TYPE.ociIndex, bytes: index.bytes });
  });
  expect(source.kind === 'index' && [source.children.size, source.missing]).toEqual([2, undefined]);
});

describe('an image is read by the same rules as for a verdict', () => {
  /** Puts an index with these entries under the base's tag; answers its descriptor. */
  async function putIndex(registry: Registry, manifests: readonly Descriptor[]): Promise<Descriptor> {
    const index = built(MEDIA_TYPE.ociIndex, {
      ...{ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex },
      manifests,
    });
    const content = { mediaType: MEDIA_TYPE.ociIndex, bytes: index.bytes };
    await registry.putManifest(parseReference(BASE), content);
    return index.descriptor;
  }

  /** An image whose entry is wrapped in this many indexes. */
  async function wrapped(levels: number) {
    const registry = createMemoryRegistry();
    await push(registry, BASE, APP);
    let entry: Descriptor = { ...APP.build().descriptor, platform: AMD64 };
    for (let level = 0; level < levels; level += 1) entry = await putIndex(registry, [entry]);
    return registry;
  }

  const judged = async (registry: Registry) => {
    const { tagCache, ...sources } = sourcesOf(registry);
    const { lineage } = await judgeImage(sources, parseReference(BASE), tagCache);
    return lineage.links[0]?.platforms.length ?? 0;
  };

  it.each([0, 1, 2, 3, 4])('wrapped in %i indexes', async (levels) => {
    const registry = await wrapped(levels);
    expect(await judged(registry)).toBe(1);
    let source = await loadFrom(registry);
    for (let level = 0; level < levels; level += 1) {
      const inner: ImageSource | undefined =
        source.kind === 'index' ? [...source.children.values()][0] : undefined;
      if (inner === undefined) throw new Error(`no image below ${level} indexes`);
      source = inner;
    }
    expect(source).toMatchObject({ kind: 'manifest', document: { digest: APP.build().descriptor.digest } });
  });

  it('nested deeper than that, it is neither judged nor rebased', async () => {
    const registry = await wrapped(5);
    expect(await judged(registry)).toBe(0);
    await expect(loadFrom(registry)).rejects.toThrow(/cannot be read.*nested deeper than 3 levels/);
  });

  it('a manifest that is listed as an index is refused', async () => {
    const registry = createMemoryRegistry();
    await push(registry, BASE, APP);
    await putIndex(registry, [{ ...APP.build().descriptor, mediaType: MEDIA_TYPE.ociIndex }]);
    await expect(loadFrom(registry)).rejects.toThrow(/cannot be read.*lists a manifest as an index/);
  });

  it('more manifests than any image lists are refused before they are fetched', async () => {
    const registry = createMemoryRegistry();
    const entry = APP.build().descriptor;
    await push(registry, BASE, APP);
    await putIndex(registry, [entry]);
    const state = registry.state.repositories.get('base');
    const listed = Array.from({ length: 257 }, (_, n) => ({ ...entry, digest: digestOf(`${n}`) }));
    const { bytes, descriptor } = built(MEDIA_TYPE.ociIndex, {
      ...{ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: listed },
    });
    const { digest } = descriptor;
    state?.manifests.set(digest, { digest, mediaType: MEDIA_TYPE.ociIndex, bytes });
    state?.tags.set('1', digest);
    await expect(loadFrom(registry)).rejects.toThrow(/cannot be read.*more than 256 manifests/);
  });

  it('an index that two indexes list is read once, where it stands first', async () => {
    const registry = createMemoryRegistry();
    await push(registry, BASE, APP);
    const shared = await putIndex(registry, [{ ...APP.build().descriptor, platform: AMD64 }]);
    const outer = await putIndex(registry, [shared]);
    await putIndex(registry, [outer, shared]);
    const source = await loadFrom(registry);
    if (source.kind !== 'index') throw new Error('no index');
    expect([...source.children.keys()]).toEqual([outer.digest]);
    const child = source.children.get(outer.digest);
    expect(child?.kind === 'index' && [...child.children.keys()]).toEqual([shared.digest]);
  });
});

it('an image whose config the registry does not have cannot be read', async () => {
  const registry = createMemoryRegistry();
  await push(registry, BASE, APP);
  const manifest = await registry.getManifest(parseReference(BASE));
  if (!isManifest(manifest)) throw new Error('no manifest');
  registry.state.repositories.get('base')?.blobs.delete(manifest.content.config.digest);
  await expect(loadFrom(registry)).rejects.toMatchObject({ name: 'RegistryError', status: 404 });
});
