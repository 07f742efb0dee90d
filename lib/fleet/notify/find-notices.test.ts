import { describe, expect, it } from 'vitest';
import type { Status } from '#lib/lineage/lineage.ts';
import { startTestServer, type TestServer } from '#lib/registry/test-server.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { findNotices } from './find-notices.ts';
import { changeChannel } from './keep-channel.ts';
import { sendDelivery } from './send-delivery.ts';
import { channelTo, judgedImage, minute, sendDue } from './testing.ts';

const openFleet = fleetTests();
/** Seconds. */
const DAY = 86_400;
const APP = 'r.test/shop/cart:1';

/** A fleet and a receiver that takes everything. */
async function ground() {
  const receiver = await startTestServer((_, response) => response.writeHead(204).end());
  const fleet = await openFleet({
    notifications: { notifications: { allowHosts: [receiver.host] } },
  });
  const to = { kind: 'webhook', preset: 'generic', url: `${receiver.origin}/hook` } as const;
  return {
    fleet,
    receiver,
    to,
    async [Symbol.asyncDispose]() {
      await fleet[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

/** What was told so far: `stale shop/cart:1`. */
function told({ requests }: TestServer): string[] {
  return requests.map(({ body }) => {
    const { data } = JSON.parse(body);
    return `${data.change} ${data.image.reference.replace('r.test/', '')}`;
  });
}

const days = (fleet: TestFleet, count: number) =>
  new Date(fleet.context.clock().getTime() - count * 86_400_000).toISOString();

describe('what is told', () => {
  it.each<[Status, string]>([
    ['stale', 'stale'],
    ['stale-by-ancestor', 'stale'],
    ['broken', 'broken'],
  ])('an image that becomes %s, once, and once that it is fresh again', async (status, change) => {
    await using on = await ground();
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
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP, 'stale');
    await channelTo(on.fleet, on.to);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['fresh shop/cart:1']);
  });

  it('nothing of an image’s first verdict, but everything after it, seen or not', async () => {
    await using on = await ground();
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
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
  });

  it('the change of another kind of trouble, without its end between', async () => {
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await minute(on.fleet);
    await app.become('broken');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'broken shop/cart:1']);
  });

  it('only the changes that were asked for; of trouble that was never told, not the end either', async () => {
    await using on = await ground();
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
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { changes: ['stale'] });
    for (const status of ['stale', 'up-to-date', 'stale'] as const) {
      await app.become(status);
      await minute(on.fleet);
    }
    expect(told(on.receiver)).toEqual(['stale shop/cart:1', 'stale shop/cart:1']);
  });

  it('unknown only where it lasts', async () => {
    await using on = await ground();
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
    await using on = await ground();
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
    await using on = await ground();
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
    await using on = await ground();
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
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to, { coolDownHours: 24 });
    await app.become('broken');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['broken shop/cart:1']);
  });
});

describe('a filter', () => {
  it('chooses images; one whose trouble was told is followed out of it', async () => {
    await using on = await ground();
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
    await using on = await ground();
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
    await using on = await ground();
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

describe('at least once, and not twice', () => {
  it('a process that dies between verdict and notice loses nothing', async () => {
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    // Nothing was heard, nothing was put into a queue: another process looks.
    const other = on.fleet.restarted();
    await Promise.all([findNotices(other), findNotices(on.fleet.restarted()), findNotices(on.fleet.context)]);
    expect(on.fleet.deliveries).toHaveLength(1);
    await sendDue(on.fleet, other);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/cart:1']);
  });

  it('a job that is lost is put into the queue again', async () => {
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await findNotices(on.fleet.context);
    on.fleet.deliveries.splice(0);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
    on.fleet.pass(60);
    await minute(on.fleet);
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['stale shop/cart:1']);
  });

  it('a job that runs twice sends once; a sender that died is stood in for, under the same id', async () => {
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await findNotices(on.fleet.context);
    const id = on.fleet.deliveries[0]?.id ?? '';
    const { context } = on.fleet;
    // It sends, and dies before it notes so.
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
    await using on = await ground();
    const apps = [];
    for (let n = 0; n < 70; n += 1) apps.push(await judgedImage(on.fleet, `r.test/shop/app-${n}:1`));
    await channelTo(on.fleet, on.to);
    for (const app of apps) await app.become('stale');
    await minute(on.fleet);
    await minute(on.fleet);
    expect(on.receiver.requests).toHaveLength(60);
    // One of those that wait is fresh before its turn.
    await apps.at(-1)?.become('up-to-date');
    on.fleet.pass(61);
    await minute(on.fleet);
    expect(new Set(told(on.receiver)).size).toBe(69);
    expect(on.receiver.requests).toHaveLength(69);
  });

  it('a channel that was off tells nothing of that time', async () => {
    await using on = await ground();
    const app = await judgedImage(on.fleet, APP);
    const { channel } = await channelTo(on.fleet, on.to);
    await app.become('stale');
    await findNotices(on.fleet.context);
    await changeChannel(on.fleet.context, channel.id, { enabled: false });
    await sendDue(on.fleet);
    await changeChannel(on.fleet.context, channel.id, { enabled: true });
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual([]);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(told(on.receiver)).toEqual(['fresh shop/cart:1']);
  });
});
