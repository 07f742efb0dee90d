import { describe, expect, it } from 'vitest';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { trackImages } from '../images/track-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { changeChannel } from './change-channel.ts';
import { channelTo, judgedImage, minute, openReceiver, sent } from './testing.ts';

const openFleet = fleetTests();
/** Seconds. */
const DAY = 86_400;
const APP = 'r.test/shop/cart:1';

const days = (fleet: TestFleet, count: number) =>
  new Date(fleet.context.clock().getTime() - count * 86_400_000).toISOString();

describe('a channel reports', () => {
  it.each<[Status, string]>([
    ['stale', 'stale'],
    ['stale-by-ancestor', 'stale'],
    ['broken', 'broken'],
  ])('an image that becomes %s, once, and once that it is up to date again', async (status, change) => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([]);
    await app.become(status);
    for (let times = 0; times < 3; times += 1) await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([`${change} shop/cart:1`]);
    await app.become('up-to-date');
    for (let times = 0; times < 3; times += 1) await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([`${change} shop/cart:1`, 'fresh shop/cart:1']);
  });

  it('nothing from before it was created, except that trouble has ended', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP, 'stale');
    await channelTo(on.fleet, on.to);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([]);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['fresh shop/cart:1']);
  });

  it('no first verdict of an image, but every change after it, even between two checks', async () => {
    await using on = await openReceiver(openFleet);
    await channelTo(on.fleet, on.to);
    const old = await judgedImage(on.fleet, APP, 'stale');
    const turned = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    // Both verdicts came between two checks.
    await turned.become('stale');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/pay:1']);
    await old.become('broken');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/pay:1', 'broken shop/cart:1']);
  });

  it('nothing that ended before it was sent', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([]);
  });

  it('a change from one kind of trouble to another', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await minute(on.fleet);
    await app.become('broken');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'broken shop/cart:1']);
  });

  it('only the changes of its settings, and no end of trouble that it did not report', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { changes: ['stale', 'fresh'] });
    await app.become('broken');
    await minute(on.fleet);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([]);
    on.fleet.pass(DAY);
    await app.become('stale');
    await minute(on.fleet);
    // An outage changes nothing that the readers know.
    await app.become('unknown');
    await minute(on.fleet);
    await app.become('stale');
    await minute(on.fleet);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1']);
  });

  it('trouble each time again if its settings have only that', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { changes: ['stale'] });
    for (const status of ['stale', 'up-to-date', 'stale'] as const) {
      await app.become(status);
      await minute(on.fleet);
    }
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'stale shop/cart:1']);
  });

  it('unknown only if it lasts', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('unknown');
    await minute(on.fleet);
    on.fleet.pass(29 * 60);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([]);
    on.fleet.pass(60);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['unknown shop/cart:1']);
  });

  it('a flapping image only once its status lasts', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    for (let turn = 0; turn < 12; turn += 1) {
      await app.become(turn % 2 === 0 ? 'stale' : 'up-to-date');
      await minute(on.fleet);
      on.fleet.pass(600);
    }
    // Four changes within a day are flapping; the first three are not known to be.
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1', 'stale shop/cart:1']);
    await minute(on.fleet);
    expect(sent(on.receiver)).toHaveLength(3);
    on.fleet.pass(6 * 3600);
    await minute(on.fleet);
    expect(sent(on.receiver).slice(3)).toEqual(['fresh shop/cart:1']);
  });
});

describe('a cool-down', () => {
  it('counts from when the new base was first seen', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    const late = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    await channelTo(on.fleet, on.to, { coolDownHours: 48 });
    await app.become('stale', { baseName: 'r.test/base:1', behindSince: days(on.fleet, 1) });
    await late.become('stale', { baseName: 'r.test/base:1', behindSince: days(on.fleet, 3) });
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/pay:1']);
    on.fleet.pass(23 * 3600);
    await minute(on.fleet);
    expect(sent(on.receiver)).toHaveLength(1);
    on.fleet.pass(3600);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/pay:1', 'stale shop/cart:1']);
  });

  it('reports nothing if the image is up to date before its end', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { coolDownHours: 24 });
    await app.become('stale');
    await minute(on.fleet);
    on.fleet.pass(20 * 3600);
    await app.become('up-to-date');
    on.fleet.pass(20 * 3600);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([]);
  });

  it('delays nothing but stale', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { coolDownHours: 24 });
    await app.become('broken');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['broken shop/cart:1']);
  });
});

describe('a filter', () => {
  it('selects images; one with reported trouble is followed out of it', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    const other = await judgedImage(on.fleet, 'r.test/bank/app:1');
    await channelTo(on.fleet, on.to, { filter: 'base:"r.test/debian:12" repo:shop/*' });
    await app.become('up-to-date', { baseName: 'r.test/debian:12' });
    await minute(on.fleet);
    await app.become('stale', { baseName: 'r.test/debian:12' });
    await other.become('stale', { baseName: 'r.test/debian:12' });
    await minute(on.fleet);
    // It was rebased on another base.
    await app.become('up-to-date', { baseName: 'r.test/debian:13' });
    await minute(on.fleet);
    await app.become('stale', { baseName: 'r.test/debian:13' });
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1']);
  });

  it('may select by status', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { filter: 'status:stale' });
    for (const status of ['stale', 'up-to-date', 'broken', 'stale'] as const) {
      await app.become(status);
      await minute(on.fleet);
      on.fleet.pass(DAY);
    }
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1', 'stale shop/cart:1']);
  });

  it('that is changed starts new images with their current status', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    const bank = await judgedImage(on.fleet, 'r.test/bank/app:1', 'stale');
    const { channel } = await channelTo(on.fleet, on.to, { filter: 'repo:shop/*' });
    await app.become('stale');
    await changeChannel(on.fleet.context, channel.id, { filter: '' });
    await minute(on.fleet);
    // What was due before the change stays due.
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1']);
    await bank.become('broken');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'broken bank/app:1']);
  });
});

it('the cool-down of an image that is stale below counts from when that base changed', async () => {
  await using on = await openReceiver(openFleet);
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
  // However often it is scanned, its time counts from the first.
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
  it('is not reported, and neither is its end without a change', async () => {
    await using on = await openReceiver(openFleet);
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
    expect(sent(on.receiver)).toEqual([`stale ${stale.reference}`]);
    on.fleet.registry.faults.add({ fault: { kind: 'status', status: 503 } });
    for (let hour = 0; hour < 3; hour += 1) await rescan(3600);
    on.fleet.registry.faults.clear();
    await rescan(60);
    await rescan(60);
    expect(sent(on.receiver)).toEqual([`stale ${stale.reference}`]);
  });
});
