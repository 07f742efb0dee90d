import { describe, expect, it } from 'vitest';
import { type HoldTerms, removeHold, setHold } from '../holds/set-hold.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { CLOSED_SMTP, channelTo, judgedImage, minute, openReceiver, sent } from './testing.ts';

const openFleet = fleetTests();
/** Seconds. */
const DAY = 86_400;
const APP = 'r.test/shop/cart:1';
const ADA = { name: 'ada', address: null };

function snooze({ context }: TestFleet, days: number | null, terms: Partial<HoldTerms> = {}) {
  const until = days === null ? null : new Date(context.clock().getTime() + days * DAY * 1000);
  const rest = { untilNextDigest: false, reason: 'waits for 2.0', ...terms };
  return setHold(context, { references: [APP] }, { until, ...rest }, ADA);
}

/** Lets time pass, and the service look at it. */
async function pass(fleet: TestFleet, days: number): Promise<void> {
  fleet.pass(days * DAY);
  await minute(fleet);
}

describe('a snoozed image', () => {
  it('is not reported, and is once the hold ends if it is still stale', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    const other = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    await channelTo(on.fleet, on.to);
    await snooze(on.fleet, 2);
    await app.become('stale');
    await other.become('stale');
    await pass(on.fleet, 1);
    expect(sent(on.receiver)).toEqual(['stale shop/pay:1']);
    await pass(on.fleet, 1);
    await pass(on.fleet, 1);
    expect(sent(on.receiver)).toEqual(['stale shop/pay:1', 'stale shop/cart:1']);
  });

  it('is reported again after the hold, as another event, if its trouble was reported before', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await minute(on.fleet);
    await snooze(on.fleet, 2);
    await pass(on.fleet, 3);
    await pass(on.fleet, 1);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'stale shop/cart:1']);
    const [first, again] = on.receiver.requests.map(({ body }) => JSON.parse(body).id);
    expect(again).not.toBe(first);
    await app.become('up-to-date');
    await minute(on.fleet);
    expect(sent(on.receiver).at(-1)).toBe('fresh shop/cart:1');
  });

  it('that became up to date meanwhile is reported as that, once the hold ends', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await minute(on.fleet);
    await snooze(on.fleet, 2);
    await app.become('up-to-date');
    await pass(on.fleet, 1);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1']);
    await pass(on.fleet, 2);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1', 'fresh shop/cart:1']);
  });

  it('is not reported again if a person ends the hold, as with Undo', async () => {
    await using on = await openReceiver(openFleet);
    const app = await judgedImage(on.fleet, APP);
    await channelTo(on.fleet, on.to);
    await app.become('stale');
    await minute(on.fleet);
    const { id } = await snooze(on.fleet, null);
    await removeHold(on.fleet.context, id, ADA);
    await pass(on.fleet, 1);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1']);
  });

  it('is taken out of a message that waits to be sent', async () => {
    await using fleet = await openFleet({
      notifications: { smtp: CLOSED_SMTP, publicUrl: 'https://baseboard.example.com' },
    });
    const app = await judgedImage(fleet, APP);
    await channelTo(fleet, { kind: 'email', recipients: ['ops@example.com'] });
    await app.become('stale');
    await minute(fleet);
    expect(fleet.deliveries).toHaveLength(1);
    await snooze(fleet, 1);
    await minute(fleet);
    const { rows } = await fleet.context.db.execute('select count(*)::int as count from deliveries');
    expect(rows).toEqual([{ count: 0 }]);
  });
});
