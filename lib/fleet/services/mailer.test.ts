import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import type { SmtpSettings } from '#lib/config/sections/notification-settings.ts';
import { testChannel } from '../notify/test-channel.ts';
import { channelTo, judgedImage, minute } from '../notify/testing.ts';
import { CERTIFICATE, KEY } from '../notify/testing-certificate.ts';
import { fleetTests } from '../testing.ts';
import { createMailer } from './mailer.ts';

const openFleet = fleetTests();

interface Received {
  readonly from: string;
  readonly to: string[];
  readonly text: string;
  readonly secure: boolean;
  readonly user: unknown;
}

/** A mail server on loopback that keeps what it takes. */
async function mailServer(options: SMTPServerOptions = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onAuth: ({ username, password }, _, done) =>
      password === 'hunter2' ? done(null, { user: username }) : done(new Error('no such login')),
    onData(stream, { envelope, secure, user }, done) {
      let text = '';
      stream.on('data', (chunk) => {
        text += chunk;
      });
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), text, secure, user });
        done();
      });
    },
    ...options,
  });
  // Clients that turn away in the middle are what some tests are about.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as { port: number };
  return {
    port,
    received,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const settings = (port: number, part: Partial<SmtpSettings> = {}): SmtpSettings => ({
  host: '127.0.0.1',
  port,
  secure: false,
  plainText: true,
  username: undefined,
  password: undefined,
  from: 'Baseboard <b@example.com>',
  ...part,
});

const MAIL = { subject: 'Baseboard: shop/cart:1 went stale', text: 'shop/cart:1 went stale\n' };

/** One attempt with these settings. */
async function sent(
  smtp: SmtpSettings,
  to = ['ops@example.com'],
  deps: Parameters<typeof createMailer>[1] = {},
) {
  const mailer = createMailer(smtp, deps);
  try {
    return await mailer.send(to, MAIL, 'delivery-1');
  } finally {
    mailer.close();
  }
}

describe('mail', () => {
  it('goes to every recipient, with an id of its own', async () => {
    await using server = await mailServer();
    const to = ['ops@example.com', 'dev@example.com'];
    expect(await sent(settings(server.port), to)).toEqual({ word: 'delivered', statusCode: 250 });
    expect(server.received).toMatchObject([{ from: 'b@example.com', to, secure: false }]);
    const text = server.received[0]?.text ?? '';
    expect(text).toContain('Message-ID: <delivery-1@example.com>');
    expect(text).toContain('Subject: Baseboard: shop/cart:1 went stale');
    expect(text).toContain('Auto-Submitted: auto-generated');
  });

  it('is not sent in the clear unless that was asked for', async () => {
    await using server = await mailServer({ disabledCommands: ['STARTTLS'] });
    expect(await sent(settings(server.port, { plainText: false }))).toMatchObject({ word: 'tls-failed' });
    expect(server.received).toEqual([]);
  });

  it.each([false, true])('goes over TLS; at once: %s', async (secure) => {
    await using server = await mailServer({ secure, cert: CERTIFICATE, key: KEY });
    const smtp = settings(server.port, { plainText: false, secure });
    expect(await sent(smtp, undefined, { ca: CERTIFICATE })).toMatchObject({ word: 'delivered' });
    expect(server.received).toMatchObject([{ secure: true }]);
  });

  it('goes to no server whose certificate nobody vouches for', async () => {
    await using server = await mailServer({ cert: CERTIFICATE, key: KEY });
    expect(await sent(settings(server.port, { plainText: false }))).toMatchObject({ word: 'tls-failed' });
    await using implicit = await mailServer({ secure: true, cert: CERTIFICATE, key: KEY });
    const smtps = settings(implicit.port, { plainText: false, secure: true });
    expect(await sent(smtps)).toMatchObject({ word: 'tls-failed' });
    expect([...server.received, ...implicit.received]).toEqual([]);
  });

  it('logs in where a login is set', async () => {
    await using server = await mailServer({ authOptional: false, allowInsecureAuth: true });
    const login = { username: 'baseboard', password: 'hunter2' };
    expect(await sent(settings(server.port, login))).toMatchObject({ word: 'delivered' });
    expect(server.received[0]?.user).toBe('baseboard');
    const wrong = await sent(settings(server.port, { ...login, password: 'hunter3' }));
    expect(wrong).toEqual({ word: 'login-failed', statusCode: 535 });
  });

  it.each<[number, string]>([
    [550, 'refused'],
    [451, 'server-error'],
  ])('a recipient refused with %i is %s', async (responseCode, word) => {
    await using server = await mailServer({
      onRcptTo: (_, __, done) => done(Object.assign(new Error('no'), { responseCode })),
    });
    expect(await sent(settings(server.port))).toEqual({ word, statusCode: responseCode });
  });

  it('of which some recipients were refused is partly delivered', async () => {
    await using server = await mailServer({
      onRcptTo: ({ address }, _, done) =>
        address.startsWith('gone') ? done(Object.assign(new Error('no'), { responseCode: 550 })) : done(),
    });
    const to = ['ops@example.com', 'gone@example.com'];
    expect(await sent(settings(server.port), to)).toMatchObject({ word: 'partly-delivered' });
  });

  it('waits for no server without end', async () => {
    // It greets, and then says a word of a reply that never ends.
    const slow = createServer((socket) => {
      socket.write('220 hello\r\n');
      const timer = setInterval(() => socket.write('250-word\r\n'), 50);
      socket.on('error', () => {});
      socket.on('close', () => clearInterval(timer));
      sockets.add(socket);
    }).listen(0, '127.0.0.1');
    const sockets = new Set<Socket>();
    await once(slow, 'listening');
    const { port } = slow.address() as { port: number };
    expect(await sent(settings(port), undefined, { mailDeadlineMs: 400 })).toEqual({
      word: 'timeout',
      statusCode: null,
    });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => slow.close(resolve));
  });

  it('tells a port where nobody listens from a connection that breaks off', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    await new Promise((resolve) => closed.close(resolve));
    expect(await sent(settings(port))).toEqual({ word: 'connection-refused', statusCode: null });
    const rude = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(rude, 'listening');
    const { port: rudePort } = rude.address() as { port: number };
    expect(await sent(settings(rudePort))).toEqual({ word: 'connection-lost', statusCode: null });
    await new Promise((resolve) => rude.close(resolve));
  });
});

it('an e-mail channel tells what was found together in one message', async () => {
  await using server = await mailServer();
  await using fleet = await openFleet({ notifications: { smtp: settings(server.port) } });
  const cart = await judgedImage(fleet, 'r.test/shop/cart:1');
  const pay = await judgedImage(fleet, 'r.test/shop/pay:1');
  const { channel } = await channelTo(fleet, { kind: 'email', recipients: ['ops@example.com'] });
  expect(await testChannel(fleet.context, channel.id)).toMatchObject({ state: 'delivered', statusCode: 250 });
  await cart.become('stale');
  await pay.become('broken');
  await minute(fleet);
  fleet.pass(61);
  await minute(fleet);
  expect(server.received).toHaveLength(2);
  const { text = '', to } = server.received[1] ?? {};
  expect(to).toEqual(['ops@example.com']);
  expect(text).toContain('Subject: Baseboard: 1 image is broken, 1 image went stale');
  expect(text).toContain('r.test/shop/cart:1 went stale');
});
