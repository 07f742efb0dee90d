import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { diffIds, parseConfig } from '#lib/oci/image-config.ts';
import { isIndex, isManifest, runnableChildren } from '#lib/oci/manifest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { image, push, pushIndex } from './image-builder.ts';
import { createMemoryRegistry } from './memory-registry.ts';

const base = image().layer('ADD rootfs /', [{ path: 'etc/os-release', content: 'ID=debian' }]);
const app = image()
  .from(base)
  .layer('COPY app /', [{ path: 'app', content: 'one' }]);

it('pushes images whose every digest is right', async () => {
  const registry = createMemoryRegistry();
  const digest = await push(registry, 'r.test/app:1', app);
  const document = await registry.getManifest(parseReference('r.test/app:1'));
  expect(document.digest).toBe(digest);
  if (!isManifest(document)) throw new Error('expected a manifest');
  const place = { registry: 'r.test', repository: 'app' };
  const config = parseConfig(await registry.getBlob({ ...place, digest: document.content.config.digest }));
  const unpacked = await Promise.all(
    document.content.layers.map(async (layer) =>
      digestOf(gunzipSync(await registry.getBlob({ ...place, digest: layer.digest }))),
    ),
  );
  expect(unpacked).toEqual(diffIds(config));
});

it('repacks to other blobs of the same content', () => {
  const [before] = base.parts.layers;
  const [after] = base.repacked().parts.layers;
  if (!before || !after) throw new Error('expected layers');
  expect(after.digest).not.toBe(before.digest);
  expect(after.diffId).toBe(before.diffId);
  expect(digestOf(gunzipSync(after.blob))).toBe(after.diffId);
});

it('indexes images beside their attestations', async () => {
  const registry = createMemoryRegistry();
  await pushIndex(registry, 'r.test/app:1', {
    images: [app, app.on('linux/arm64')],
    provenance: { predicate: {} },
  });
  const document = await registry.getManifest(parseReference('r.test/app:1'));
  if (!isIndex(document)) throw new Error('expected an index');
  expect(document.content.manifests).toHaveLength(4);
  expect(runnableChildren(document.content)).toHaveLength(2);
});

it('gives the same digests every time', async () => {
  const [a, b] = await Promise.all([1, 2].map(() => push(createMemoryRegistry(), 'r.test/app:1', app)));
  expect(a).toBe(b);
});
