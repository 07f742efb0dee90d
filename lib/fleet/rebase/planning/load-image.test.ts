import { expect, it } from 'vitest';
import { createMemorySources } from '#lib/judging/sources/memory-sources.ts';
import { isIndex, runnableChildren } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { built, image, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { loadImage } from './load-image.ts';

const BASE = 'registry.test/base:1';

async function load(spoil: (registry: ReturnType<typeof createMemoryRegistry>) => Promise<unknown>) {
  const registry = createMemoryRegistry();
  await pushIndex(registry, BASE, {
    images: ['linux/amd64', 'linux/arm64'].map((platform) => image().layer(platform, []).on(platform)),
  });
  await spoil(registry);
  const { documents } = createMemorySources(
    registry,
    () => undefined,
    () => new Date(),
  );
  const { digest } = await registry.resolve(parseReference(BASE));
  const put = async () => undefined;
  return loadImage(
    { documents: { ...documents, put, written: put, passing: () => documents }, registry },
    parseReference(BASE),
    digest,
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
