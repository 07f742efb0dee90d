import { describe, expect, it } from 'vitest';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { getScan, scanImages } from './scan-images.ts';

const openFleet = fleetTests();
const HOUR = 3600;

/** An image that was judged while the clock was an hour ahead, and whose base has moved since. */
async function judgedAhead(fleet: TestFleet) {
  const { context, registry } = fleet;
  const app = await pushOn(registry, 'app:1', await pushOn(registry, 'base:1'));
  fleet.pass(HOUR);
  const [image] = await trackImages(context, [app.reference], false);
  await fleet.runJobs();
  await pushOn(registry, 'base:1', undefined, 'moved');
  const status = async (of = context) => (await getImage(of, image?.id ?? '')).status;
  expect(await status()).toBe('up-to-date');
  return { reference: app.reference, status };
}

describe('a clock that jumps', { timeout: SLOW }, () => {
  it('leaves no old verdict on show once a scan after it is over', async () => {
    await using fleet = await openFleet();
    const { status } = await judgedAhead(fleet);
    fleet.pass(-2 * HOUR);
    const scan = await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    expect(await getScan(fleet.context, scan.id)).toMatchObject({ done: 1, failed: 0 });
    expect(await status()).toBe('stale');
  });

  it('changes nothing for a process that starts after it, nor for a look of a person', async () => {
    await using fleet = await openFleet();
    const { status, reference } = await judgedAhead(fleet);
    fleet.pass(-2 * HOUR);
    const other = fleet.restarted();
    expect((await checkImage(other, { reference, refresh: true, at: undefined })).status).toBe('stale');
    expect(await status(other)).toBe('stale');
  });

  it('keeps the past in the order in which it came', async () => {
    await using fleet = await openFleet();
    const { reference } = await judgedAhead(fleet);
    const ahead = fleet.context.clock();
    fleet.pass(-2 * HOUR);
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    const now = await checkImage(fleet.context, { reference, refresh: false, at: undefined });
    expect(now.status).toBe('stale');
    fleet.pass(3 * HOUR);
    const later = await checkImage(fleet.context, {
      reference,
      refresh: false,
      at: new Date(ahead.getTime() + 1000),
    });
    expect(later.status).toBe('stale');
  });

  it('lets an older scan that ends late replace nothing newer', async () => {
    await using fleet = await openFleet();
    const { context, registry } = fleet;
    const base = await pushOn(registry, 'base:1');
    const app = await pushOn(registry, 'app:1', base);
    const [image] = await trackImages(context, [app.reference], false);
    await fleet.runJobs();
    // The older scan checks the base before it moves, and the app only after.
    const older = await scanImages(context, undefined);
    const held = context.tagCaches.of(older.id, older.look);
    await held.check({ registry: registry.host, repository: 'base', tag: '1' });
    await pushOn(registry, 'base:1', undefined, 'moved');
    const job = fleet.jobs.map(({ job }) => job);
    (fleet.jobs as unknown[]).length = 0;
    await scanImages(fleet.restarted(), undefined);
    await fleet.runJobs();
    expect((await getImage(context, image?.id ?? '')).status).toBe('stale');
    for (const each of job) await context.queue.scan([each]);
    await fleet.runJobs();
    expect((await getImage(context, image?.id ?? '')).status).toBe('stale');
  });
});
