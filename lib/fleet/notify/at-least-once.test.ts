import { describe, expect, it } from 'vitest';
import { fleetTests } from '../testing.ts';
import { changeChannel } from './change-channel.ts';
import { queueNotifications } from './queue-notifications.ts';
import { sendDelivery } from './send-delivery.ts';
import { channelTo, judgedImage, minute, openReceiver, sendDue, sent } from './testing.ts';

const openFleet = fleetTests();
const APP = 'r.test/shop/cart:1';

describe('at least once, and not twice', () => {
  it('a process that dies between verdict and notification loses nothing', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    // No event was received and no job queued: other processes check.
    const other = on.fleet.restarted();
    await Promise.all([
      queueNotifications(other),
      queueNotifications(on.fleet.restarted()),
      queueNotifications(on.fleet.context),
    ]);
    expect(on.fleet.deliveries).toHaveLength(1);
    await sendDue(on.fleet, other);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1']);
  });

  it('a lost job is queued again', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await queueNotifications(on.fleet.context);
    on.fleet.deliveries.splice(0);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([]);
    on.fleet.pass(60);
    await minute(on.fleet);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1']);
  });

  it('a job that runs twice sends once; another process replaces a dead sender, with the same id', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await queueNotifications(on.fleet.context);
    const id = on.fleet.deliveries[0]?.id ?? '';
    const { context } = on.fleet;
    // It sends, and dies before it records that.
    const dying = {
      ...context,
      clock: () => {
        if (on.receiver.requests.length > 0) throw new Error('killed');
        return context.clock();
      },
    };
    await expect(sendDelivery(dying, id)).rejects.toThrow('killed');
    await sendDelivery(context, id);
    expect(on.receiver.requests).toHaveLength(1);
    on.fleet.pass(61);
    await minute(on.fleet);
    await minute(on.fleet);
    const ids = on.receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('a webhook gets at most sixty events a minute, and the rest after it', async () => {
    await using on = await openReceiver(openFleet);
    const apps = [];
    for (let n = 0; n < 70; n += 1) apps.push(await judgedImage(on.fleet, `r.test/shop/app-${n}:1`));
    await channelTo(on.fleet, on.to);
    for (const app of apps) await app.become('stale');
    await minute(on.fleet);
    await minute(on.fleet);
    expect(on.receiver.requests).toHaveLength(60);
    // One that waits is fresh before its turn.
    await apps.at(-1)?.become('up-to-date');
    on.fleet.pass(61);
    await minute(on.fleet);
    expect(new Set(sent(on.receiver)).size).toBe(69);
    expect(on.receiver.requests).toHaveLength(69);
  });

  it('a channel that was off reports nothing of that time', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    const { channel } = await channelTo(on.fleet, on.to);
    await app.become('stale');
    await queueNotifications(on.fleet.context);
    await changeChannel(on.fleet.context, channel.id, { enabled: false });
    await sendDue(on.fleet);
    await changeChannel(on.fleet.context, channel.id, { enabled: true });
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual([]);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['fresh shop/cart:1']);
  });
});
