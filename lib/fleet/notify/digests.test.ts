import { describe, expect, it } from 'vitest';
import { fleetTests } from '../testing.ts';
import { getDeliveries } from './read-channels.ts';
import { answering, channelTo, judgedImage, minute, openReceiver } from './testing.ts';

const openFleet = fleetTests();
const APP = 'r.test/shop/cart:1';

describe('Slack', () => {
  it('gets one message for the changes found together and those that follow soon', async () => {
    await using on = await openReceiver(openFleet, answering(200));
    const { fleet } = on;
    const apps = [];
    for (let n = 0; n < 25; n += 1) apps.push(await judgedImage(fleet, `r.test/shop/app-${n}:1`));
    await channelTo(fleet, { kind: 'slack', url: on.hook });
    for (const app of apps.slice(0, 24)) await app.become('stale');
    await minute(fleet);
    expect(on.receiver.requests).toHaveLength(0);
    await apps[24]?.become('broken');
    // Up to date again before the message is sent: its notification is withdrawn.
    await apps[0]?.become('up-to-date');
    await minute(fleet);
    fleet.pass(30);
    await minute(fleet);
    expect(on.receiver.requests).toHaveLength(0);
    fleet.pass(60);
    await minute(fleet);
    await minute(fleet);
    expect(on.receiver.requests).toHaveLength(1);
    const { text } = JSON.parse(on.receiver.requests[0]?.body ?? '');
    expect(text.split('\n')[0]).toBe('*1 image is broken, 23 images went stale*');
    expect(text).toContain('and 4 more');
    expect(text).not.toContain('app-0:1');
  });

  it('waits no longer than five minutes, however many changes follow', async () => {
    await using on = await openReceiver(openFleet, answering(200));
    const { fleet } = on;
    const apps = [];
    for (let n = 0; n < 12; n += 1) apps.push(await judgedImage(fleet, `r.test/shop/app-${n}:1`));
    await channelTo(fleet, { kind: 'slack', url: on.hook });
    for (const app of apps) {
      await app.become('stale');
      await minute(fleet);
      fleet.pass(40);
    }
    expect(on.receiver.requests.length).toBeGreaterThan(0);
  });

  it('gets nothing if every change ended before it was sent', async () => {
    await using on = await openReceiver(openFleet, answering(200));
    const app = await judgedImage(on.fleet, APP);
    const { channel } = await channelTo(on.fleet, { kind: 'slack', url: on.hook });
    await app.become('stale');
    await minute(on.fleet);
    await app.become('up-to-date');
    for (let times = 0; times < 5; times += 1) {
      on.fleet.pass(60);
      await minute(on.fleet);
    }
    expect(on.receiver.requests).toHaveLength(0);
    const { items } = await getDeliveries(on.fleet.context, channel.id, { limit: 10, cursor: undefined });
    expect(items).toEqual([]);
  });
});
