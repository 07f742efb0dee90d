import { createServer } from 'node:net';
import { HTTP } from 'cloudevents';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { signatureHeaders } from '#lib/notify/signature.ts';
import type { ConnectorDeps } from '#lib/registry/connector.ts';
import { type Handler, startTestServer, type TestServer } from '#lib/registry/test-server.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { changeChannel } from './keep-channel.ts';
import { getChannel, getDeliveries } from './read-channels.ts';
import { testChannel } from './test-channel.ts';
import { channelTo, judgedImage, minute } from './testing.ts';

const openFleet = fleetTests();
const APP = 'r.test/shop/cart:1';
const HOUR = 3600;

interface Ground extends AsyncDisposable {
  readonly fleet: TestFleet;
  readonly receiver: TestServer;
  readonly hook: string;
}

/** A fleet and a receiver that answers as told. */
async function ground(handler: Handler, deps: ConnectorDeps & { deadlineMs?: number } = {}): Promise<Ground> {
  const receiver = await startTestServer(handler);
  const fleet = await openFleet({
    notifications: {
      notifications: { allowHosts: [receiver.host] },
      publicUrl: 'https://baseboard.example.com',
    },
    outbound: deps,
  });
  return {
    fleet,
    receiver,
    hook: `${receiver.origin}/hook?token=hunter2`,
    async [Symbol.asyncDispose]() {
      await fleet[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}

const answering =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(status, headers).end('a body that nobody may see: hunter3');

/** Makes one image go stale on a channel, and a minute pass. */
async function oneStale({ fleet, hook }: Ground) {
  const app = await judgedImage(fleet, APP);
  const kept = await channelTo(fleet, { kind: 'webhook', preset: 'generic', url: hook });
  await app.become('stale', { baseName: 'r.test/debian:12', behindSince: '2026-01-02T03:04:05.000Z' });
  await minute(fleet);
  const log = async () =>
    (await getDeliveries(fleet.context, kept.channel.id, { limit: 10, cursor: undefined })).items;
  const channel = async () => (await getChannel(fleet.context, kept.channel.id)).channel;
  return { app, ...kept, log, state: channel };
}

describe('a webhook', () => {
  it('gets a CloudEvent that its library reads, signed over id, time and body', async () => {
    await using on = await ground(answering(204));
    const { app, channel, signingKey } = await oneStale(on);
    const [request] = on.receiver.requests;
    if (request === undefined) return expect.unreachable();
    expect(request).toMatchObject({ method: 'POST', url: '/hook?token=hunter2' });
    const event = HTTP.toEvent({ headers: request.headers, body: request.body });
    expect(event).toMatchObject({
      specversion: '1.0',
      id: request.headers['webhook-id'],
      source: 'https://baseboard.example.com',
      type: 'baseboard.image.stale',
      subject: APP,
      data: {
        change: 'stale',
        before: 'fresh',
        status: 'stale',
        image: { id: app.id, reference: APP, url: `https://baseboard.example.com/images/${app.id}` },
        base: { name: 'r.test/debian:12' },
        behindSince: '2026-01-02T03:04:05.000Z',
        channel: { id: channel.id, name: channel.name },
      },
    });
    const { 'webhook-id': id = '', 'webhook-timestamp': seconds } = request.headers;
    const sentAt = new Date(Number(seconds) * 1000);
    expect(Math.abs(on.fleet.context.clock().getTime() - sentAt.getTime())).toBeLessThan(60_000);
    expect(signatureHeaders(signingKey ?? '', String(id), sentAt, request.body)).toEqual({
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': request.headers['webhook-signature'],
    });
    expect(signatureHeaders(signingKey ?? '', String(id), new Date(0), request.body)).not.toMatchObject({
      'webhook-signature': request.headers['webhook-signature'],
    });
  });

  it.each<[string, Handler, string, number | null]>([
    ['400', answering(400), 'refused', 400],
    ['401', answering(401), 'refused', 401],
    ['429', answering(429), 'rate-limited', 429],
    ['500', answering(500), 'server-error', 500],
    ['503', answering(503), 'server-error', 503],
    ['a reset', (_, response) => response.socket?.resetAndDestroy(), 'connection-lost', null],
    ['silence', () => {}, 'timeout', null],
  ])('that answers %s is tried again, and its words are not kept', async (_, handler, outcome, status) => {
    await using on = await ground(handler, { deadlineMs: 300 });
    const { log, state } = await oneStale(on);
    const [first] = await log();
    expect(first).toMatchObject({ state: 'waiting', attempts: 1, outcome, statusCode: status });
    expect((await state()).failingSince).not.toBeNull();
    on.fleet.pass(HOUR);
    await minute(on.fleet);
    expect((await log())[0]).toMatchObject({ attempts: 2 });
    const ids = on.receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    const { rows } = await on.fleet.context.db.execute(sql`select deliveries::text from deliveries`);
    expect(JSON.stringify(rows)).not.toContain('hunter3');
  });

  it('is not asked again before the time it asked for', async () => {
    let answer = answering(429, { 'retry-after': '7200' });
    await using on = await ground((request, response) => answer(request, response));
    const { log, state } = await oneStale(on);
    on.fleet.pass(2 * HOUR - 60);
    await minute(on.fleet);
    expect(on.receiver.requests).toHaveLength(1);
    answer = answering(200);
    on.fleet.pass(120);
    await minute(on.fleet);
    expect(on.receiver.requests).toHaveLength(2);
    expect((await log())[0]).toMatchObject({ state: 'delivered', attempts: 2, statusCode: 200 });
    expect((await state()).failingSince).toBeNull();
  });

  it('that fails for a day is paused; a test that arrives resumes it, and what still holds is told', async () => {
    let answer = answering(500);
    await using on = await ground((request, response) => answer(request, response));
    const { log, state, channel } = await oneStale(on);
    const other = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    for (let hour = 0; hour < 30; hour += 1) {
      on.fleet.pass(HOUR);
      await minute(on.fleet);
    }
    expect((await state()).pausedAt).not.toBeNull();
    expect((await log())[0]).toMatchObject({ state: 'failed', outcome: 'server-error' });
    const before = on.receiver.requests.length;
    // What is only so while it is paused is never told.
    await other.become('broken');
    await other.become('up-to-date');
    await minute(on.fleet);
    expect(on.receiver.requests).toHaveLength(before);
    expect(await testChannel(on.fleet.context, channel.id)).toMatchObject({ state: 'failed' });
    expect((await state()).pausedAt).not.toBeNull();
    answer = answering(204);
    expect(await testChannel(on.fleet.context, channel.id)).toMatchObject({ state: 'delivered' });
    expect((await state()).pausedAt).toBeNull();
    await minute(on.fleet);
    await minute(on.fleet);
    const told = on.receiver.requests.slice(before + 2);
    expect(told.map(({ body }) => JSON.parse(body).subject)).toEqual([APP]);
    expect(told[0]?.headers['webhook-id']).toBe(on.receiver.requests[0]?.headers['webhook-id']);
  });

  it('whose receiver says that it is gone is paused at once', async () => {
    await using on = await ground(answering(410));
    const { state, channel } = await oneStale(on);
    expect((await state()).pausedAt).not.toBeNull();
    await changeChannel(on.fleet.context, channel.id, { enabled: true });
    expect((await state()).pausedAt).toBeNull();
  });

  it('one message that is refused for a day and a half is given up, and the channel goes on', async () => {
    await using on = await ground((request, response) =>
      (request.body.includes('pay:1') ? answering(204) : answering(400))(request, response),
    );
    const { log, state } = await oneStale(on);
    const other = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    for (let hour = 0; hour < 40; hour += 1) {
      on.fleet.pass(HOUR);
      if (hour % 8 === 0) await other.become(hour % 16 === 0 ? 'broken' : 'up-to-date');
      await minute(on.fleet);
    }
    expect((await state()).pausedAt).toBeNull();
    expect((await log()).filter(({ state }) => state === 'failed')).toMatchObject([{ reference: APP }]);
  });
});

describe('where a webhook may go', () => {
  const PUBLIC = [{ address: '93.184.215.14', family: 4 }];
  const resolvesTo =
    (...addresses: string[]): Required<ConnectorDeps>['resolveAll'] =>
    (_, done) =>
      done(null, addresses.length === 0 ? PUBLIC : addresses.map((address) => ({ address, family: 4 })));

  it.each([
    'http://127.0.0.1:PORT/',
    'https://127.0.0.1:PORT/',
    'https://localhost:PORT/',
    'https://2130706433:PORT/',
    'https://0x7f.1:PORT/',
    'https://[::1]:PORT/',
    'https://[::ffff:7f00:1]:PORT/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.8/',
    'http://hooks.example.com/',
    'https://user:hunter2@hooks.example.com/',
  ])('%s is refused when it is entered, or reaches nothing', async (template) => {
    await using canary = await startTestServer(answering(200));
    await using fleet = await openFleet();
    const url = template.replace('PORT', canary.host.split(':')[1] ?? '');
    const refused = await channelTo(fleet, { kind: 'slack', url }).then(
      ({ channel }) => testChannel(fleet.context, channel.id).then(({ outcome }) => outcome),
      (error: Error) => error.name,
    );
    // A name is only known to be a private one once it is looked up.
    expect(refused).toBe(template.includes('localhost') ? 'address-refused' : 'ChannelRefusedError');
    expect(canary.connections()).toBe(0);
  });

  it.each([
    ['a private address', ['10.0.0.1']],
    ['a public and a private one', ['93.184.215.14', '127.0.0.1']],
    ['a metadata service', ['169.254.169.254']],
  ])('a name that resolves to %s is refused when it is connected to', async (_, addresses) => {
    await using canary = await startTestServer(answering(200));
    await using fleet = await openFleet({ outbound: { resolveAll: resolvesTo(...addresses) } });
    const url = `https://hooks.example.com:${canary.host.split(':')[1]}/`;
    const { channel } = await channelTo(fleet, { kind: 'slack', url });
    expect(await testChannel(fleet.context, channel.id)).toMatchObject({
      state: 'failed',
      outcome: 'address-refused',
      statusCode: null,
    });
    expect(canary.connections()).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%i) to a canary is not followed', async (status) => {
    await using canary = await startTestServer(answering(200));
    await using on = await ground(answering(status, { location: `${canary.origin}/inside` }));
    const { log } = await oneStale(on);
    expect((await log())[0]).toMatchObject({ outcome: 'redirected', statusCode: status });
    expect(canary.connections()).toBe(0);
  });

  it('a listed host is reached; the same one on another port is not', async () => {
    await using canary = await startTestServer(answering(200));
    await using on = await ground(answering(200));
    const to = (url: string) => channelTo(on.fleet, { kind: 'slack', url });
    const { channel } = await to(on.receiver.origin);
    expect(await testChannel(on.fleet.context, channel.id)).toMatchObject({ state: 'delivered' });
    await expect(to(canary.origin)).rejects.toThrow(`list ${canary.host} under notifications.allowHosts`);
    expect(canary.connections()).toBe(0);
  });

  it('a port where nobody listens is told from one that speaks no TLS', async () => {
    await using on = await ground(answering(200));
    const closed = createServer();
    const port = await new Promise<number>((resolve) =>
      closed.listen(0, '127.0.0.1', () => resolve((closed.address() as { port: number }).port)),
    );
    await new Promise((resolve) => closed.close(resolve));
    await using fleet = await openFleet({
      notifications: { notifications: { allowHosts: [`127.0.0.1:${port}`, on.receiver.host] } },
    });
    const tried = async (url: string) => {
      const { channel } = await channelTo(fleet, { kind: 'slack', url });
      return (await testChannel(fleet.context, channel.id)).outcome;
    };
    expect(await tried(`http://127.0.0.1:${port}/`)).toBe('connection-refused');
    expect(await tried(`https://${on.receiver.host}/`)).toBe('tls-failed');
  });
});

describe('Slack', () => {
  it('gets one message for what was found together, and what came meanwhile', async () => {
    await using on = await ground(answering(200));
    const { fleet } = on;
    const apps = [];
    for (let n = 0; n < 25; n += 1) apps.push(await judgedImage(fleet, `r.test/shop/app-${n}:1`));
    await channelTo(fleet, { kind: 'slack', url: on.hook });
    for (const app of apps.slice(0, 24)) await app.become('stale');
    await minute(fleet);
    expect(on.receiver.requests).toHaveLength(0);
    await apps[24]?.become('broken');
    // Over again before the message goes: it is taken back.
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

  it('waits no longer than five minutes however much comes', async () => {
    await using on = await ground(answering(200));
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

  it('gets nothing where everything was over before it was sent', async () => {
    await using on = await ground(answering(200));
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

it('attempts are logged without a secret', async () => {
  const said: string[] = [];
  await using on = await ground(answering(500));
  const { context } = on.fleet;
  const app = await judgedImage(on.fleet, APP);
  await channelTo(on.fleet, { kind: 'webhook', preset: 'generic', url: on.hook });
  await app.become('stale');
  const note = (...parts: unknown[]) => said.push(JSON.stringify(parts));
  const log = { ...context.log, warn: note, error: note, info: note } as unknown as typeof context.log;
  await minute(on.fleet, { ...context, log });
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('server-error');
  expect(said[0]).not.toMatch(/hunter|whsec_|hook\?/);
});
