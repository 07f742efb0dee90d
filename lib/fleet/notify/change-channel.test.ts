import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newSigningKey } from '#lib/notify/messages/webhook-signature.ts';
import { SealedError } from '#lib/notify/secret-box.ts';
import { startTestServer } from '#lib/registry/testing/test-server.ts';
import { createNotifications } from '../services/notification-senders.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { changeChannel } from './change-channel.ts';
import { openDestination } from './destination.ts';
import { getChannel, getChannels, getDeliveries, removeChannel } from './read-channels.ts';
import { testChannel } from './test-channel.ts';
import { CLOSED_SMTP, channelTo, judgedImage, minute } from './testing.ts';

const openFleet = fleetTests();
const URL_OF = 'https://hooks.example.com/services/T0/B0/hunter2';
const TO = { kind: 'webhook', preset: 'generic', url: URL_OF } as const;

/** Everything in every table, as text. */
async function everything({ context: { db } }: TestFleet): Promise<string> {
  const { rows: tables } = await db.execute<{ name: string }>(
    sql`select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await db.execute(sql.raw(`select t::text from ${name} t`));
    texts.push(JSON.stringify(rows));
  }
  return texts.join('\n');
}

/** The same fleet, in a process with another configuration. */
function configured(fleet: TestFleet, secretKey: string | undefined) {
  const notifications = createNotifications({
    notifications: { allowHosts: [] },
    smtp: undefined,
    publicUrl: undefined,
    secretKey,
  });
  return { ...fleet.context, notifications };
}

describe('secrets', () => {
  it.each([
    [TO],
    [{ kind: 'webhook', preset: 'tekton', url: URL_OF, signingKey: newSigningKey() }],
    [{ kind: 'slack', url: URL_OF }],
    [
      {
        kind: 'webhook',
        preset: 'github-dispatch',
        apiUrl: 'https://api.github.com',
        repository: 'a/b',
        token: 'hunter2',
      },
    ],
    [
      {
        kind: 'webhook',
        preset: 'github-workflow',
        apiUrl: 'https://api.github.com',
        repository: 'a/b',
        workflow: 'w.yaml',
        ref: 'main',
        token: 'hunter2',
      },
    ],
    [
      {
        kind: 'webhook',
        preset: 'gitlab-pipeline',
        url: 'https://gitlab.com',
        project: 'a/b',
        ref: 'main',
        token: 'hunter2',
      },
    ],
  ] as const)('are nowhere in the database as text, and can be opened: %j', async (destination) => {
    await using fleet = await openFleet();
    const { channel, signingKey } = await channelTo(fleet, destination);
    const text = await everything(fleet);
    expect(text).toContain(channel.name);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('whsec_');
    expect(openDestination(fleet.context.notifications, channel)).toEqual({
      ...destination,
      ...(signingKey === null ? {} : { signingKey }),
    });
  });

  it('are in no response, except a created key in the first', async () => {
    await using fleet = await openFleet();
    const { channel, signingKey } = await channelTo(fleet, TO);
    expect(signingKey).toMatch(/^whsec_/);
    const { destination } = (await getChannel(fleet.context, channel.id)).channel;
    expect(destination).toEqual({ host: 'hooks.example.com' });
    const given = newSigningKey();
    expect((await channelTo(fleet, { ...TO, signingKey: given })).signingKey).toBeNull();
  });

  it('sealed with another key fail with a reason, until they are entered again', async () => {
    await using fleet = await openFleet();
    const { channel } = await channelTo(fleet, TO);
    const other = configured(fleet, 'another key than the one before it');
    expect(await testChannel(other, channel.id)).toMatchObject({
      state: 'failed',
      outcome: 'secret-unreadable',
    });
    expect(() => openDestination(other.notifications, channel)).toThrow(SealedError);
    await expect(changeChannel(other, channel.id, { renewSigningKey: true })).rejects.toThrow('another key');
    const { channel: updated, signingKey } = await changeChannel(other, channel.id, { destination: TO });
    expect(signingKey).toMatch(/^whsec_/);
    expect(openDestination(other.notifications, updated)).toMatchObject(TO);
    await other.notifications.close();
  });

  it('are refused without a key, with a message that names the setting; e-mail needs none', async () => {
    await using fleet = await openFleet({
      notifications: {
        secretKey: undefined,
        smtp: CLOSED_SMTP,
      },
    });
    await expect(channelTo(fleet, TO)).rejects.toMatchObject({
      code: 'no-secret-key',
      message: expect.stringContaining('set BASEBOARD_SECRET_KEY'),
    });
    const { channel } = await channelTo(fleet, { kind: 'email', recipients: ['ops@example.com'] });
    expect(channel.sealedDestination).toBeNull();
  });

  it('e-mail needs a mail server', async () => {
    await using fleet = await openFleet();
    await expect(channelTo(fleet, { kind: 'email', recipients: ['a@example.com'] })).rejects.toThrow(
      'add smtp',
    );
  });
});

describe('a channel', () => {
  it('is updated, and keeps its key unless that is renewed', async () => {
    await using fleet = await openFleet();
    const { channel, signingKey } = await channelTo(fleet, TO);
    const url = 'https://ci.example.com/hook';
    const moved = await changeChannel(fleet.context, channel.id, { name: 'CI', destination: { ...TO, url } });
    expect(moved.signingKey).toBeNull();
    expect(moved.channel).toMatchObject({ name: 'CI', destination: { host: 'ci.example.com' } });
    expect(openDestination(fleet.context.notifications, moved.channel)).toEqual({ ...TO, url, signingKey });
    const renewed = await changeChannel(fleet.context, channel.id, { renewSigningKey: true });
    expect(renewed.signingKey).not.toBe(signingKey);
    expect(openDestination(fleet.context.notifications, renewed.channel)).toEqual({
      ...TO,
      url,
      signingKey: renewed.signingKey,
    });
  });

  it('refuses another kind, a taken name, a wrong filter and a private address', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const { channel } = await channelTo(fleet, TO, { name: 'One' });
    await channelTo(fleet, TO, { name: 'Two' });
    const change = (edit: Parameters<typeof changeChannel>[2]) => changeChannel(context, channel.id, edit);
    await expect(change({ destination: { kind: 'slack', url: URL_OF } })).rejects.toMatchObject({
      field: 'destination.kind',
    });
    await expect(change({ name: 'Two' })).rejects.toMatchObject({ code: 'name-taken' });
    await expect(change({ name: 'One', filter: 'nonsense:x' })).rejects.toThrow('no key "nonsense"');
    await expect(change({ destination: { ...TO, url: 'https://10.1.2.3/' } })).rejects.toMatchObject({
      field: 'destination.url',
      message: expect.stringContaining('its address is private'),
    });
    await expect(channelTo(fleet, TO, { name: 'One' })).rejects.toMatchObject({ code: 'name-taken' });
    expect((await getChannel(context, channel.id)).channel).toMatchObject({ name: 'One', filter: '' });
  });

  it('that is removed loses its log and its waiting messages', async () => {
    await using receiver = await startTestServer((_, response) => response.writeHead(204).end());
    await using fleet = await openFleet({
      notifications: { notifications: { allowHosts: [receiver.host] } },
    });
    const app = await judgedImage(fleet, 'r.test/shop/cart:1');
    const { channel } = await channelTo(fleet, { kind: 'slack', url: receiver.origin });
    await app.become('stale');
    await minute(fleet);
    await removeChannel(fleet.context, channel.id);
    fleet.pass(120);
    await minute(fleet);
    expect(receiver.requests).toEqual([]);
    expect(await getChannels(fleet.context)).toEqual([]);
    await expect(
      getDeliveries(fleet.context, channel.id, { limit: 1, cursor: undefined }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('drops the notifications of an image that is no longer tracked', async () => {
    await using receiver = await startTestServer((_, response) => response.writeHead(204).end());
    await using fleet = await openFleet({
      notifications: { notifications: { allowHosts: [receiver.host] } },
    });
    const app = await judgedImage(fleet, 'r.test/shop/cart:1');
    const { channel } = await channelTo(fleet, { kind: 'slack', url: receiver.origin });
    await app.become('stale');
    await minute(fleet);
    await fleet.context.db.execute(sql`delete from images where id = ${app.id}`);
    fleet.pass(120);
    await minute(fleet);
    expect(receiver.requests).toEqual([]);
    const { items } = await getDeliveries(fleet.context, channel.id, { limit: 5, cursor: undefined });
    expect(items).toMatchObject([{ state: 'dropped' }]);
  });

  it('lists its log in pages, newest first, for thirty days', async () => {
    await using receiver = await startTestServer((_, response) => response.writeHead(204).end());
    await using fleet = await openFleet({
      notifications: { notifications: { allowHosts: [receiver.host] } },
    });
    const { channel } = await channelTo(fleet, { kind: 'slack', url: receiver.origin });
    for (let n = 0; n < 5; n += 1) {
      await testChannel(fleet.context, channel.id);
      fleet.pass(1);
    }
    const read = (cursor: string | undefined) =>
      getDeliveries(fleet.context, channel.id, { limit: 2, cursor });
    const seen: string[] = [];
    for (let page = await read(undefined); ; page = await read(page.nextCursor ?? undefined)) {
      seen.push(...page.items.map(({ createdAt }) => createdAt.toISOString()));
      if (page.nextCursor === null) break;
    }
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...new Set(seen)].toSorted().reverse());
    fleet.pass(31 * 86_400);
    await minute(fleet);
    expect((await read(undefined)).items).toEqual([]);
  });
});
