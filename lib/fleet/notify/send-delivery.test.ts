import { HTTP } from 'cloudevents';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { signatureHeaders } from '#lib/notify/messages/webhook-signature.ts';
import type { Handler } from '#lib/registry/testing/test-server.ts';
import { fleetTests } from '../testing.ts';
import { changeChannel } from './change-channel.ts';
import { getChannel, getDeliveries } from './read-channels.ts';
import { testChannel } from './test-channel.ts';
import { answering, channelTo, judgedImage, minute, openReceiver, type Receiving } from './testing.ts';

const openFleet = fleetTests();
const APP = 'r.test/shop/cart:1';
const HOUR = 3600;

/** Creates a channel and a stale image, and sends what is due. */
async function oneStale({ fleet, to }: Receiving) {
  const app = await judgedImage(fleet, APP);
  const saved = await channelTo(fleet, to);
  await app.become('stale', { baseName: 'r.test/debian:12', behindSince: '2026-01-02T03:04:05.000Z' });
  await minute(fleet);
  const log = async () =>
    (await getDeliveries(fleet.context, saved.channel.id, { limit: 10, cursor: undefined })).items;
  const channel = async () => (await getChannel(fleet.context, saved.channel.id)).channel;
  return { app, ...saved, log, state: channel };
}

describe('a webhook', () => {
  it('gets a CloudEvent that its library reads, signed over id, time and body', async () => {
    await using on = await openReceiver(openFleet, answering(204));
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
  ])('that answers %s is tried again, and its response is not kept', async (_, handler, outcome, status) => {
    await using on = await openReceiver(openFleet, handler, {
      deadlineMs: outcome === 'timeout' ? 300 : 20_000,
    });
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

  it('gets no request before the time of its Retry-After', async () => {
    let answer = answering(429, { 'retry-after': '7200' });
    await using on = await openReceiver(openFleet, (request, response) => answer(request, response));
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

  it('that fails for a day is paused; a test that arrives resumes it, and it reports what still holds', async () => {
    let answer = answering(500);
    await using on = await openReceiver(openFleet, (request, response) => answer(request, response));
    const { log, state, channel } = await oneStale(on);
    const other = await judgedImage(on.fleet, 'r.test/shop/pay:1');
    for (let hour = 0; hour < 30; hour += 1) {
      on.fleet.pass(HOUR);
      await minute(on.fleet);
    }
    expect((await state()).pausedAt).not.toBeNull();
    expect((await log())[0]).toMatchObject({ state: 'failed', outcome: 'server-error' });
    const before = on.receiver.requests.length;
    // A change that ends while it is paused is never sent.
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
    const resent = on.receiver.requests.slice(before + 2);
    expect(resent.map(({ body }) => JSON.parse(body).subject)).toEqual([APP]);
    expect(resent[0]?.headers['webhook-id']).toBe(on.receiver.requests[0]?.headers['webhook-id']);
  });

  it('whose receiver answers 410 is paused at once', async () => {
    await using on = await openReceiver(openFleet, answering(410));
    const { state, channel } = await oneStale(on);
    expect((await state()).pausedAt).not.toBeNull();
    await changeChannel(on.fleet.context, channel.id, { enabled: true });
    expect((await state()).pausedAt).toBeNull();
  });

  it('gives up a message that is refused for 36 hours, while others arrive', async () => {
    await using on = await openReceiver(openFleet, (request, response) =>
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

it('attempts are logged without a secret', async () => {
  const said: string[] = [];
  await using on = await openReceiver(openFleet, answering(500));
  const { context } = on.fleet;
  const app = await judgedImage(on.fleet, APP);
  await channelTo(on.fleet, on.to);
  await app.become('stale');
  const note = (...parts: unknown[]) => said.push(JSON.stringify(parts));
  const log = { ...context.log, warn: note, error: note, info: note } as unknown as typeof context.log;
  await minute(on.fleet, { ...context, log });
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('server-error');
  expect(said[0]).not.toMatch(/hunter|whsec_|hook\?/);
});
