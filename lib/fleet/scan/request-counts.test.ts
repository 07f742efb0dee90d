import { describe, expect, it } from 'vitest';
import { basedOn, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { layered, type Pushed, pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanChunk } from './scan-chunk.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();

/** Pushes a chain of images, the lowest on scratch; answers the topmost one's reference. */
async function pushChain({ registry }: TestFleet, depth: number): Promise<string> {
  let below: Pushed | undefined;
  for (let n = 0; n < depth; n += 1) below = await pushOn(registry, `chain/link-${n}:1`, below);
  return below?.reference ?? '';
}

/** Pushes `bases` bases and `images` images spread over them; answers the images' references. */
async function pushFleet({ registry }: TestFleet, images: number, bases: number): Promise<string[]> {
  const on = await Promise.all(
    Array.from({ length: bases }, (_, n) => pushOn(registry, `bases/base-${n}:1`)),
  );
  const apps = Array.from({ length: images }, (_, n) => pushOn(registry, `apps/app-${n}:1`, on[n % bases]));
  return (await Promise.all(apps)).map(({ reference }) => reference);
}

describe('a cold look', () => {
  it.each([1, 2, 3, 5])(
    'at a chain of %i costs for each of its images a tag HEAD, a manifest GET and a config GET',
    async (depth) => {
      await using fleet = await openFleet();
      const reference = await pushChain(fleet, depth);
      const lineage = await checkImage(fleet.context, { reference, refresh: false, at: undefined });
      expect(lineage.links).toHaveLength(depth);
      expect(lineage.status).toBe(depth === 1 ? 'root' : 'up-to-date');
      expect(fleet.counter.summary()).toEqual({
        'HEAD manifest': depth,
        'GET manifest': depth,
        'GET blob': depth,
      });
    },
  );

  it('at a multi-platform image costs its index and both documents of each platform, and the same of its base', async () => {
    await using fleet = await openFleet();
    const { registry } = fleet;
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];
    const bases = platforms.map((platform) =>
      layered(undefined, platform).on(platform).annotate(basedOn('scratch')),
    );
    const base = `${registry.host}/base:1`;
    const digest = await pushIndex(registry.registry, base, { images: bases });
    const reference = `${registry.host}/app:1`;
    const images = bases.map((each) => layered(each, 'app').annotate(basedOn(base, digest)));
    await pushIndex(registry.registry, reference, { images });
    const lineage = await checkImage(fleet.context, { reference, refresh: false, at: undefined });
    expect(lineage).toMatchObject({ status: 'up-to-date', links: { length: 2 } });
    expect(fleet.counter.summary()).toEqual({
      'HEAD manifest': 2,
      'GET manifest': 2 * (1 + platforms.length),
      'GET blob': 2 * platforms.length,
    });
  });

  it('at a second image costs nothing anew for a base that is known', async () => {
    await using fleet = await openFleet();
    const [first = '', second = ''] = await pushFleet(fleet, 2, 1);
    await checkImage(fleet.context, { reference: first, refresh: false, at: undefined });
    fleet.counter.reset();
    const other = fleet.restarted();
    await checkImage(other, { reference: second, refresh: false, at: undefined });
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 2, 'GET manifest': 1, 'GET blob': 1 });
  });
});

describe('a rescan of N images on B bases', () => {
  it.each([
    { images: 1, bases: 1 },
    { images: 12, bases: 3 },
    { images: 230, bases: 4 },
  ])('of $images on $bases costs one HEAD for each tag and nothing else', async ({ images, bases }) => {
    await using fleet = await openFleet();
    const references = await pushFleet(fleet, images, bases);
    await trackImages(fleet.context, references, true);
    await fleet.runJobs();
    expect(fleet.counter.summary()).toEqual({
      'HEAD manifest': images + bases,
      'GET manifest': images + bases,
      'GET blob': images + bases,
    });
    for (const again of ['once', 'twice']) {
      fleet.counter.reset();
      fleet.pass(60);
      const scan = await scanImages(fleet.context, undefined);
      await fleet.runJobs();
      expect([again, scan.total, fleet.counter.summary()]).toEqual([
        again,
        images,
        { 'HEAD manifest': images + bases },
      ]);
    }
  });

  it('costs the same in a process that remembers nothing', async () => {
    await using fleet = await openFleet();
    await trackImages(fleet.context, await pushFleet(fleet, 6, 2), true);
    await fleet.runJobs();
    fleet.counter.reset();
    fleet.pass(60);
    const other = fleet.restarted();
    await scanImages(other, undefined);
    for (const { job } of fleet.jobs) await scanChunk(other, job);
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 8 });
  });

  it('after one base moved costs that base’s new content more, once', async () => {
    await using fleet = await openFleet();
    await trackImages(fleet.context, await pushFleet(fleet, 8, 2), true);
    await fleet.runJobs();
    await pushOn(fleet.registry, 'bases/base-0:1', undefined, 'moved');
    fleet.counter.reset();
    fleet.pass(60);
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 10, 'GET manifest': 1, 'GET blob': 1 });
  });

  it('asks a digest that was gone not again within a day, and each gone tag by a HEAD and a GET', async () => {
    await using fleet = await openFleet();
    const { host, registry } = fleet.registry;
    const references = await pushFleet(fleet, 3, 1);
    const state = registry.state.ensure('bases/base-0');
    state.tags.clear();
    state.manifests.clear();
    await trackImages(fleet.context, references, true);
    await fleet.runJobs();
    // The tag, which no HEAD alone calls gone, and the digest.
    expect(fleet.counter.count({ method: 'GET', status: 404, host })).toBe(2);
    fleet.counter.reset();
    fleet.pass(60);
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 4, 'GET manifest': 1 });
  });
});
