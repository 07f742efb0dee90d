import { describe, expect, it } from 'vitest';
import { summarise } from '#lib/lineage/words/summary-sentences.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { NotFoundError } from '../errors.ts';
import { listImages } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests } from '../testing.ts';
import { pushOn, untag } from '../testing-images.ts';
import { checkImage } from './check-image.ts';

const openFleet = fleetTests();
const now = { refresh: false, at: undefined };

describe('checkImage', () => {
  it('resolves an image that is not tracked, and does not track it', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    const lineage = await checkImage(fleet.context, { reference: app.reference, ...now });
    expect(lineage).toMatchObject({ reference: app.reference, digest: app.digest, status: 'up-to-date' });
    const list = {
      filter: undefined,
      sort: 'reference',
      descending: false,
      limit: 10,
      cursor: undefined,
    } as const;
    expect((await listImages(fleet.context, list)).total).toBe(0);
    expect(fleet.jobs).toEqual([]);
    fleet.counter.reset();
    await checkImage(fleet.context, { reference: app.reference, ...now });
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 2 });
  });

  it('answers a tracked image from its verdict without a request, and looks again where told to', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    await trackImages(fleet.context, [app.reference], false);
    await fleet.runJobs();
    await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    fleet.counter.reset();
    const stored = await checkImage(fleet.context, { reference: app.reference, ...now });
    expect([stored.status, fleet.counter.count()]).toEqual(['up-to-date', 0]);
    fleet.pass(60);
    const looked = await checkImage(fleet.context, {
      reference: app.reference,
      refresh: true,
      at: undefined,
    });
    expect(looked.status).toBe('stale');
    const after = await checkImage(fleet.context, { reference: app.reference, ...now });
    expect(after.status).toBe('stale');
    expect((await fleet.settle()).filter(({ type }) => type === 'verdict')).toMatchObject([
      { status: 'up-to-date', previousStatus: null },
      { status: 'stale', previousStatus: 'up-to-date' },
    ]);
  });

  it('answers a tracked image as it was known at a time', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    const before = fleet.context.clock();
    fleet.pass(60);
    await trackImages(fleet.context, [app.reference], false);
    await fleet.runJobs();
    const between = fleet.context.clock();
    fleet.pass(60);
    await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    await checkImage(fleet.context, { reference: app.reference, refresh: true, at: undefined });
    const at = (time: Date) =>
      checkImage(fleet.context, { reference: app.reference, refresh: false, at: time });
    expect((await at(between)).status).toBe('up-to-date');
    expect((await at(fleet.context.clock())).status).toBe('stale');
    await expect(at(before)).rejects.toThrow(NotFoundError);
  });

  it('rejects with the error of the image itself, and remembers that it is absent', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    const absent = `${fleet.registry.host}/app:2`;
    const error = await checkImage(fleet.context, { reference: absent, ...now }).catch((reason) => reason);
    expect(error).toBeInstanceOf(RegistryError);
    expect(error).toMatchObject({ kind: 'not-found', operation: 'resolve', host: fleet.registry.host });
    await trackImages(fleet.context, [app.reference], false);
    await fleet.runJobs();
    untag(fleet.registry, 'app:1');
    fleet.pass(60);
    await expect(
      checkImage(fleet.context, { reference: app.reference, refresh: true, at: undefined }),
    ).rejects.toMatchObject({ kind: 'not-found' });
    const lineage = await checkImage(fleet.context, { reference: app.reference, ...now });
    expect(lineage).toMatchObject({ status: 'unknown', end: 'unresolvable' });
    expect(summarise(lineage)).toContain('no longer has this tag');
  });

  it('asks again on purpose for a digest that was absent a while ago', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    const content = fleet.registry.registry.state.ensure('base');
    const kept = [...content.manifests];
    content.manifests.clear();
    content.tags.clear();
    await trackImages(fleet.context, [app.reference], false);
    await fleet.runJobs();
    const lost = await checkImage(fleet.context, { reference: app.reference, ...now });
    expect(lost.links[0]?.base?.freshness).toBe('base-gone');
    for (const [digest, manifest] of kept) content.manifests.set(digest, manifest);
    content.tags.set('1', base.digest);
    const found = await checkImage(fleet.context, {
      reference: app.reference,
      refresh: true,
      at: undefined,
    });
    expect(found.links[0]?.base).toMatchObject({ freshness: 'up-to-date', verification: 'verified' });
  });
});
