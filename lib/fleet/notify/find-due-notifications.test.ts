import { describe, expect, it } from 'vitest';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { trackImages } from '../images/track-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { changeChannel } from './save-channel.ts';
import { channelTo, judgedImage, minute, openGround, told } from './testing.ts';

const openFleet = fleetTests();
/** Seconds. */
const DAY = 86_400;
const APP = 'r.test/shop/cart:1';

const days = (fleet: TestFleet, count: number) =>
  new Date(fleet.context.clock().getTime() - count * 86_400_000).toISOString();

describe('what is told', () => {
  it.each<[Status, string]>([
    ['stale', 'stale'],
    ['stale-by-ancestor', 'stale'],
    ['broken', 'broken'],
  ])('an image that becomes %s, once, and once that it is fresh again', async (status, change) => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
    await app.become(status);
    for (let times = 0; times < 3; times += 1) await minute(on.fleet);
    expect(told(on.receiver)).toEqual([`${change} shop/cart:1`]);
    await app.become('up-to-date');
    for (let times = 0; times < 3; times += 1) await minute(on.fleet);
    expect(told(on.receiver)).toEqual([`${change} shop/cart:1`, 'fresh shop/cart:1']);
  });

  it('nothing of how things stood before the channel was made, but that it is over', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP, 'stale');
    await channelTo(on.fleet, on.to);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['fresh shop/cart:1']);
  });

  it('nothing of an image’s first verdict, but everything after it, seen or not', async () => {
    await using on = await openGround(openFleet);
    await channelTo(on.fleet, on.to);
    const old = await judgedImage(on.fleet, APP, 'stale');
    const turned = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    // Both verdicts came while nobody looked.
    await turned.become('stale');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/pay:1']);
    await old.become('broken');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/pay:1', 'broken shop/cart:1']);
  });

  it('nothing that was over before it was told', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
  });

  it('the change of another kind of trouble, without its end between', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await minute(on.fleet);
    await app.become('broken');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'broken shop/cart:1']);
  });

  it('only the changes that were asked for; of trouble that was never told, not the end either', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { changes: ['stale', 'fresh'] });
    await app.become('broken');
    await minute(on.fleet);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
    on.fleet.pass(DAY);
    await app.become('stale');
    await minute(on.fleet);
    // A registry that does not answer changes nothing of what the readers know.
    await app.become('unknown');
    await minute(on.fleet);
    await app.become('stale');
    await minute(on.fleet);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1']);
  });

  it('each time again where only the trouble was asked for', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { changes: ['stale'] });
    for (const status of ['stale', 'up-to-date', 'stale'] as const) {
      await app.become(status);
      await minute(on.fleet);
    }
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'stale shop/cart:1']);
  });

  it('unknown only where it lasts', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('unknown');
    await minute(on.fleet);
    on.fleet.pass(29 * 60);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
    on.fleet.pass(60);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['unknown shop/cart:1']);
  });

  it('a flapping image only once it stands still', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    for (let turn = 0; turn < 12; turn += 1) {
      await app.become(turn % 2 === 0 ? 'stale' : 'up-to-date');
      await minute(on.fleet);
      on.fleet.pass(600);
    }
    // Four turns within a day are flapping; the first three could not be known to be.
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1', 'stale shop/cart:1']);
    await minute(on.fleet);
    expect(told(on.receiver)).toHaveLength(3);
    on.fleet.pass(6 * 3600);
    await minute(on.fleet);
    expect(told(on.receiver).slice(3)).toEqual(['fresh shop/cart:1']);
  });
});

describe('a cool-down', () => {
  it('is counted from when the base was first seen to have moved', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    const late = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    await channelTo(on.fleet, on.to, { coolDownHours: 48 });
    await app.become('stale', { baseName: 'r.test/base:1', behindSince: days(on.fleet, 1) });
    await late.become('stale', { baseName: 'r.test/base:1', behindSince: days(on.fleet, 3) });
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/pay:1']);
    on.fleet.pass(23 * 3600);
    await minute(on.fleet);
    expect(told(on.receiver)).toHaveLength(1);
    on.fleet.pass(3600);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/pay:1', 'stale shop/cart:1']);
  });

  it('that is not over when the image is fresh again tells nothing', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { coolDownHours: 24 });
    await app.become('stale');
    await minute(on.fleet);
    on.fleet.pass(20 * 3600);
    await app.become('up-to-date');
    on.fleet.pass(20 * 3600);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
  });

  it('holds back nothing else', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { coolDownHours: 24 });
    await app.become('broken');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['broken shop/cart:1']);
  });
});

describe('a filter', () => {
  it('chooses images; one whose trouble was told is followed out of it', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    const other = await judgedImage(on.fleet, 'r.test/bank/app:1');
    await channelTo(on.fleet, on.to, { filter: 'base:"r.test/debian:12" repo:shop/*' });
    await app.become('up-to-date', { baseName: 'r.test/debian:12' });
    await minute(on.fleet);
    await app.become('stale', { baseName: 'r.test/debian:12' });
    await other.become('stale', { baseName: 'r.test/debian:12' });
    await minute(on.fleet);
    // It was put on another base.
    await app.become('up-to-date', { baseName: 'r.test/debian:13' });
    await minute(on.fleet);
    await app.become('stale', { baseName: 'r.test/debian:13' });
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1']);
  });

  it('may ask for a status', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { filter: 'status:stale' });
    for (const status of ['stale', 'up-to-date', 'broken', 'stale'] as const) {
      await app.become(status);
      await minute(on.fleet);
      on.fleet.pass(DAY);
    }
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1', 'stale shop/cart:1']);
  });

  it('that is changed takes the images that it brings in as they are', async () => {
    await using on = await openGround(openFleet);
    const app = await judgedImage(on.fleet, APP);
    const bank = await judgedImage(on.fleet, 'r.test/bank/app:1', 'stale');
    const { channel } = await channelTo(on.fleet, on.to, { filter: 'repo:shop/*' });
    await app.become('stale');
    await changeChannel(on.fleet.context, channel.id, { filter: '' });
    await minute(on.fleet);
    // What was due before the change stays due.
    expect(told(on.receiver)).toEqual(['stale shop/cart:1']);
    await bank.become('broken');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'broken bank/app:1']);
  });
});

it('a cool-down of what is stale further down counts from when that base moved', async () => {
  await using on = await openGround(openFleet);
  const { fleet } = on;
  const { context, registry } = fleet;
  const scan = async () => {
    await scanImages(context, undefined);
    await fleet.runJobs();
  };
  const root = await pushOn(registry, 'root:1');
  const base = await pushOn(registry, 'base:1', root);
  const app = await pushOn(registry, 'app:1', base);
  await trackImages(context, [app.reference], false);
  await fleet.runJobs();
  await channelTo(fleet, on.to, { coolDownHours: 24 });
  fleet.pass(DAY);
  await pushOn(registry, 'root:1', undefined, 'moved');
  await scan();
  // Looked at again and again, its time still counts from the first sight.
  for (let hours = 0; hours < 23; hours += 1) {
    fleet.pass(3600);
    await scan();
    await minute(fleet);
  }
  expect(on.receiver.requests).toHaveLength(0);
  fleet.pass(3600);
  await minute(fleet);
  const [{ body = '{}' } = {}] = on.receiver.requests;
  expect(JSON.parse(body)).toMatchObject({
    type: 'baseboard.image.stale',
    subject: app.reference,
    data: { status: 'stale-by-ancestor', before: 'fresh', behindSince: expect.any(String) },
  });
});

describe('an outage of a registry', () => {
  it('is no news, and neither is that its images are what they were', async () => {
    await using on = await openGround(openFleet);
    const base = await pushOn(on.fleet.registry, 'base:1');
    const fresh = await pushOn(on.fleet.registry, 'fresh:1', base);
    const old = await pushOn(on.fleet.registry, 'old:1');
    const stale = await pushOn(on.fleet.registry, 'stale:1', old);
    await trackImages(on.fleet.context, [fresh.reference, stale.reference], true);
    await on.fleet.runJobs();
    await channelTo(on.fleet, on.to, { changes: ['stale', 'broken', 'fresh'] });
    const rescan = async (seconds: number) => {
      on.fleet.pass(seconds);
      await scanImages(on.fleet.context, undefined);
      await on.fleet.runJobs();
      await minute(on.fleet);
    };
    await pushOn(on.fleet.registry, 'old:1', undefined, 'second');
    await rescan(60);
    expect(told(on.receiver)).toEqual([`stale ${stale.reference}`]);
    on.fleet.registry.faults.add({ fault: { kind: 'status', status: 503 } });
    for (let hour = 0; hour < 3; hour += 1) await rescan(3600);
    on.fleet.registry.faults.clear();
    await rescan(60);
    await rescan(60);
    expect(told(on.receiver)).toEqual([`stale ${stale.reference}`]);
  });
});
