import { describe, expect, it } from 'vitest';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { collectGarbage, type Pushed, pushOn, untag } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();

async function verdict(fleet: TestFleet, { reference }: Pushed) {
  const lineage = await checkImage(fleet.context, { reference, refresh: false, at: undefined });
  const base = lineage.links[0]?.base;
  return { status: lineage.status, freshness: base?.freshness, verification: base?.verification };
}

async function rescan(fleet: TestFleet) {
  fleet.pass(60);
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
}

/** A tracked image whose base's content is known by now. */
async function tracked(fleet: TestFleet): Promise<Pushed> {
  const app = await pushOn(fleet.registry, 'app:1', await pushOn(fleet.registry, 'base:1'));
  await trackImages(fleet.context, [app.reference], false);
  await fleet.runJobs();
  expect(await verdict(fleet, app)).toMatchObject({ status: 'up-to-date' });
  return app;
}

describe('a base whose tag is gone', () => {
  it('differs from one whose digest is gone too, even if its content is known', async () => {
    await using fleet = await openFleet();
    const app = await tracked(fleet);
    untag(fleet.registry, 'base:1');
    await rescan(fleet);
    const proven = { status: 'broken', verification: 'verified' };
    expect(await verdict(fleet, app)).toEqual({ freshness: 'base-tag-gone', ...proven });
    collectGarbage(fleet.registry, 'base');
    await rescan(fleet);
    expect(await verdict(fleet, app)).toEqual({ freshness: 'base-gone', ...proven });
  });

  it('costs a GET of the tag and a HEAD at its digest more in each scan, and once a look whether the registry hides anything', async () => {
    await using fleet = await openFleet();
    await tracked(fleet);
    untag(fleet.registry, 'base:1');
    for (const ping of [{ 'GET ping': 1 }, {}]) {
      fleet.counter.reset();
      await rescan(fleet);
      expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 3, 'GET manifest': 1, ...ping });
    }
  });

  it('is not called gone with its digest where that could not be asked', async () => {
    await using fleet = await openFleet();
    const app = await tracked(fleet);
    untag(fleet.registry, 'base:1');
    fleet.registry.faults.add({ fault: { kind: 'status', status: 500 }, path: /\/base\/manifests\/sha256/ });
    await rescan(fleet);
    expect(await verdict(fleet, app)).toMatchObject({ freshness: 'base-tag-gone' });
    fleet.registry.faults.clear();
    collectGarbage(fleet.registry, 'base');
    await rescan(fleet);
    expect(await verdict(fleet, app)).toMatchObject({ freshness: 'base-gone' });
  });

  it('is current again when the tag comes back', async () => {
    await using fleet = await openFleet();
    const app = await tracked(fleet);
    untag(fleet.registry, 'base:1');
    await rescan(fleet);
    await pushOn(fleet.registry, 'base:1');
    await rescan(fleet);
    expect(await verdict(fleet, app)).toMatchObject({ status: 'up-to-date', freshness: 'up-to-date' });
  });
});
