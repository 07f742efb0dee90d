import { describe, expect, it } from 'vitest';
import { describeLineage } from '#lib/lineage/words/described-lineage.ts';
import { basedOn, push } from '#lib/registry/memory/image-builder.ts';
import { imageHistory } from '../history/image-history.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();

async function track(fleet: TestFleet, ...references: string[]): Promise<string> {
  const [image] = await trackImages(fleet.context, references, true);
  await fleet.runJobs();
  return image?.id ?? '';
}

async function rescan(fleet: TestFleet) {
  fleet.pass(60);
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
}

describe('a verdict is stored when it changes, and not when it does not', () => {
  it('while the base stays, moves and moves on', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    const id = await track(fleet, app.reference);
    await rescan(fleet);
    await rescan(fleet);
    expect((await imageHistory(fleet.context, id)).verdicts).toHaveLength(1);
    await pushOn(fleet.registry, 'base:1', undefined, 'second');
    await rescan(fleet);
    await rescan(fleet);
    const { verdicts } = await imageHistory(fleet.context, id);
    expect(verdicts.map(({ lineage }) => lineage.status)).toEqual(['stale', 'up-to-date']);
    expect((await fleet.settle()).filter(({ type }) => type === 'verdict')).toMatchObject([
      { imageId: id, status: 'up-to-date', previousStatus: null },
      { imageId: id, status: 'stale', previousStatus: 'up-to-date' },
    ]);
  });

  it('with the time of the last look on a verdict that holds', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    await track(fleet, app.reference);
    const request = { reference: app.reference, refresh: false, at: undefined };
    const first = await checkImage(fleet.context, request);
    await rescan(fleet);
    const second = await checkImage(fleet.context, request);
    expect(Date.parse(second.checkedAt) - Date.parse(first.checkedAt)).toBeGreaterThanOrEqual(60_000);
    expect({ ...second, checkedAt: '' }).toEqual({ ...first, checkedAt: '' });
  });

  it('and trouble with the registry is a verdict of its own, which goes when the trouble does', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    const id = await track(fleet, app.reference);
    fleet.registry.faults.add({ fault: { kind: 'status', status: 503 }, path: /\/base\/manifests\// });
    await rescan(fleet);
    fleet.registry.faults.clear();
    await rescan(fleet);
    const { verdicts } = await imageHistory(fleet.context, id);
    expect(verdicts.map(({ lineage }) => lineage.status)).toEqual(['up-to-date', 'unknown', 'up-to-date']);
    expect(verdicts[1] && describeLineage(verdicts[1].lineage).links[0]?.base?.reason).toContain(
      fleet.registry.host,
    );
  });
});

describe('history', () => {
  it('has every digest the image’s tag had, the newest first, and when the tag was gone', async () => {
    await using fleet = await openFleet();
    const first = await pushOn(fleet.registry, 'app:1');
    const id = await track(fleet, first.reference);
    const second = await pushOn(fleet.registry, 'app:1', undefined, 'second');
    await rescan(fleet);
    await rescan(fleet);
    fleet.registry.registry.state.ensure('app').tags.clear();
    await rescan(fleet);
    const { observations } = await imageHistory(fleet.context, id);
    expect(observations.map(({ digest }) => digest)).toEqual([null, second.digest, first.digest]);
    const [, moved, start] = observations;
    expect(moved?.lastSeen.getTime()).toBeGreaterThanOrEqual((moved?.firstSeen.getTime() ?? 0) + 60_000);
    expect(start?.lastSeen.getTime()).toBeLessThan(moved?.firstSeen.getTime() ?? 0);
  });

  it('tells since when an image is behind, by what was seen of its base’s tag', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    await track(fleet, app.reference);
    await pushOn(fleet.registry, 'base:1', undefined, 'second');
    const before = fleet.context.clock();
    await rescan(fleet);
    const after = fleet.context.clock();
    await pushOn(fleet.registry, 'base:1', undefined, 'third');
    await rescan(fleet);
    const lineage = await checkImage(fleet.context, {
      reference: app.reference,
      refresh: false,
      at: undefined,
    });
    const since = Date.parse(lineage.links[0]?.base?.behindSince ?? '');
    expect(since).toBeGreaterThan(before.getTime());
    expect(since).toBeLessThanOrEqual(after.getTime());
  });
});

describe('an image that nothing is said of', () => {
  it('is based on the longest known image that its layers begin with, as soon as that one is known', async () => {
    await using fleet = await openFleet();
    const { host, registry } = fleet.registry;
    const os = await pushOn(fleet.registry, 'os:1');
    const runtime = await pushOn(fleet.registry, 'runtime:1', os);
    const app = `${host}/app:1`;
    await push(registry, app, layered(runtime.recipe, 'app').annotate(basedOn('', '')));
    const base = async () => {
      const request = { reference: app, refresh: false, at: undefined };
      return (await checkImage(fleet.context, request)).links[0]?.base?.name;
    };
    await track(fleet, app);
    expect(await base()).toBeUndefined();
    await track(fleet, os.reference);
    await rescan(fleet);
    expect(await base()).toBe(os.reference);
    await track(fleet, runtime.reference);
    await rescan(fleet);
    expect(await base()).toBe(runtime.reference);
    fleet.counter.reset();
    await rescan(fleet);
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 3 });
  });

  it('follows a label only until a deeper base becomes known', async () => {
    await using fleet = await openFleet();
    const { host, registry } = fleet.registry;
    const os = await pushOn(fleet.registry, 'os:1');
    const runtime = await pushOn(fleet.registry, 'runtime:1', os);
    const app = `${host}/app:1`;
    const inherited = layered(runtime.recipe, 'app').label(basedOn(os.reference, os.digest));
    await push(registry, app, inherited.annotate(basedOn('', '')));
    const base = async () => {
      const request = { reference: app, refresh: false, at: undefined };
      return (await checkImage(fleet.context, request)).links[0]?.base?.name;
    };
    await track(fleet, app);
    expect(await base()).toBe(os.reference);
    await track(fleet, runtime.reference);
    await rescan(fleet);
    expect(await base()).toBe(runtime.reference);
  });
});
