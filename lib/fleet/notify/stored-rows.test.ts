import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { fleetTests } from '../testing.ts';
import { queueNotifications } from './queue-notifications.ts';
import { getChannels, getDeliveries } from './read-channels.ts';
import { testChannel } from './test-channel.ts';
import { answering, CLOSED_SMTP, channelTo, judgedImage, minute, openReceiver, sent } from './testing.ts';

const openFleet = fleetTests();
const APP = 'r.test/shop/cart:1';

/** The context with a log that remembers its errors. */
function listening<T extends { readonly log: object }>(context: T) {
  const errors: unknown[] = [];
  const log = { ...context.log, error: (...parts: unknown[]) => errors.push(parts), warn() {} };
  return { errors, context: { ...context, log: log as unknown as T['log'] } };
}

describe('stored rows', () => {
  it('of the version before are sent and opened', async () => {
    await using on = await openReceiver(openFleet);
    const { db } = on.fleet.context;
    const app = await judgedImage(on.fleet, APP);
    const { channel } = await channelTo(on.fleet, on.to);
    await app.become('stale');
    await queueNotifications(on.fleet.context);
    await db.execute(sql`update channels set public_destination = public_destination - 'version'`);
    await db.execute(sql`update notifications set content = content - 'version'`);
    expect((await getChannels(on.fleet.context))[0]?.channel.destination).toEqual(channel.destination);
    await minute(on.fleet);
    expect(sent(on.receiver)).toEqual(['stale shop/cart:1']);
  });

  it('that cannot be read are named in the log, and hold up nothing else', async () => {
    await using on = await openReceiver(openFleet, answering(200));
    const { context, errors } = listening(on.fleet.context);
    const { db } = context;
    const app = await judgedImage(on.fleet, APP);
    const other = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    const slack = await channelTo(on.fleet, { kind: 'slack', url: on.hook }, { name: 'A' });
    const mail = await channelTo(on.fleet, { kind: 'slack', url: on.hook }, { name: 'B', enabled: false });
    await app.become('stale');
    await other.become('broken');
    await minute(on.fleet, context);
    await db.execute(sql`update notifications set content = '{"version": 99}' where image_id = ${app.id}`);
    await db.execute(sql`update channels set public_destination = '[]' where id = ${mail.channel.id}`);
    on.fleet.pass(61);
    await minute(on.fleet, context);
    expect(on.receiver.requests.map(({ body }) => JSON.parse(body).text.split('\n')[0])).toEqual([
      '*r.test/shop/pay:1 is broken*',
    ]);
    const { rows } = await db.execute<{ id: string }>(sql`select id from deliveries`);
    expect(errors).toEqual([
      [
        { deliveryId: rows[0]?.id, unreadable: [expect.stringMatching(/^[0-9a-f]{32}$/)] },
        expect.stringContaining('could not be read'),
      ],
    ]);
    errors.splice(0);
    expect((await getChannels(context)).map(({ channel }) => channel.destination)).toEqual([
      slack.channel.destination,
      undefined,
    ]);
    expect(errors).toEqual([[{ channelId: mail.channel.id }, expect.stringContaining('could not be read')]]);
    // All of its notifications unreadable, a delivery is dropped.
    await app.become('broken');
    await minute(on.fleet, context);
    await db.execute(sql`update notifications set content = 'null'`);
    on.fleet.pass(61);
    await minute(on.fleet, context);
    const { items } = await getDeliveries(context, slack.channel.id, { limit: 1, cursor: undefined });
    expect(items).toMatchObject([{ state: 'dropped' }]);
  });

  it('of e-mail without recipients fail with a reason', async () => {
    await using fleet = await openFleet({
      notifications: {
        smtp: CLOSED_SMTP,
      },
    });
    const { channel } = await channelTo(fleet, { kind: 'email', recipients: ['a@example.com'] });
    await fleet.context.db.execute(sql`update channels set public_destination = '{"version": 99}'`);
    expect(await testChannel(fleet.context, channel.id)).toMatchObject({ outcome: 'secret-unreadable' });
  });
});
