import { expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { basedOn, image, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { judgeImage } from '../judge-image.ts';
import { createMemorySources } from '../sources/memory-sources.ts';
import { withPast } from '../testing-tag-past.ts';

const APP = 'registry.test/app:1';
const BASE = 'registry.test/base:1';
const OTHER = 'registry.test/other:1';
const os = image().layer('os', [{ path: 'os', content: 'os' }]);
const app = image()
  .from(os)
  .layer('app', [{ path: 'app', content: 'app' }]);

/** What registries confirm in an image's chain. */
async function stacksOf(registry: ReturnType<typeof createMemoryRegistry>, reference = APP) {
  const { tagCache, ...sources } = createMemorySources(
    registry,
    () => undefined,
    () => new Date('2026-06-01T00:00:00Z'),
  );
  const { stacks } = await judgeImage(sources, parseReference(reference), tagCache);
  return stacks.map(({ reference: name, of, addsLayers }) => ({ name, of, addsLayers }));
}

it('the image and its base, where their tags resolve to them', async () => {
  const registry = createMemoryRegistry();
  const digest = await push(registry, BASE, os);
  await push(registry, APP, app.annotate(basedOn(BASE, digest)));
  expect(await stacksOf(registry)).toEqual([
    { name: APP, of: 'image', addsLayers: true },
    { name: BASE, of: 'base', addsLayers: true },
  ]);
});

it('each platform with the index that lists it, and no child that the tag’s index does not list', async () => {
  const registry = createMemoryRegistry();
  const arm = os.on('linux/arm64');
  await pushIndex(registry, BASE, { images: [os, arm] });
  const digest = os.build().descriptor.digest;
  await push(registry, APP, app.annotate(basedOn(BASE, digest)));
  expect((await stacksOf(registry)).map(({ name }) => name)).toEqual([APP, BASE]);
  await pushIndex(registry, BASE, { images: [arm] });
  expect((await stacksOf(registry)).map(({ name }) => name)).toEqual([APP]);
});

it('not a digest that is claimed for a name whose tag has another', async () => {
  const registry = createMemoryRegistry();
  const digest = await push(registry, BASE, os);
  await push(registry, BASE, image().layer('os2', [{ path: 'os', content: 'os2' }]));
  await push(registry, APP, app.annotate(basedOn(BASE, digest)));
  expect((await stacksOf(registry)).map(({ name }) => name)).toEqual([APP]);
});

it('not a tag beside the digest that an image is named by', async () => {
  const registry = createMemoryRegistry();
  const digest = await push(registry, APP, app);
  expect(await stacksOf(registry, `${APP}@${digest}`)).toEqual([]);
});

it('whether an image adds a layer to its base, for itself and for its ancestors', async () => {
  const registry = createMemoryRegistry();
  const digest = await push(registry, BASE, os);
  const copy = os.annotate(basedOn(BASE, digest));
  const copied = await push(registry, OTHER, copy);
  expect(await stacksOf(registry, OTHER)).toMatchObject([
    { name: OTHER, addsLayers: false },
    { name: BASE, addsLayers: true },
  ]);
  await push(registry, APP, app.annotate(basedOn(OTHER, copied)));
  expect(await stacksOf(registry)).toMatchObject([
    { name: APP, addsLayers: true },
    { name: OTHER, addsLayers: false },
    { name: BASE, addsLayers: true },
  ]);
  const elsewhere = image().layer('else', [{ path: 'else', content: 'else' }]);
  await push(registry, APP, elsewhere.annotate(basedOn(OTHER, copied)));
  expect(await stacksOf(registry)).toMatchObject([
    { name: APP, addsLayers: true },
    { name: OTHER, addsLayers: false },
  ]);
});

it('an image whose tag moved more often than one pass may look up facts', async () => {
  const registry = createMemoryRegistry();
  await pushIndex(registry, APP, { images: [os, os.on('linux/arm64')] });
  const { digest } = await registry.resolve(parseReference(APP));
  const clock = () => new Date('2026-06-01T00:00:00Z');
  const observations = Array.from({ length: 40_000 }, (_, at) => ({
    digest: at % 2 === 0 ? digestOf(`${at}`) : digest,
    firstSeen: new Date(at).toISOString(),
  }));
  const { tagCache, ...sources } = createMemorySources(registry, () => undefined, clock);
  const past = new Map([[APP, observations]]);
  const { stacks } = await judgeImage(sources, parseReference(APP), withPast(tagCache, past));
  expect(stacks).toMatchObject([
    { platform: 'linux/amd64', resolvedDigest: digest, since: observations[1]?.firstSeen },
    { platform: 'linux/arm64', resolvedDigest: digest, since: observations[1]?.firstSeen },
  ]);
});
