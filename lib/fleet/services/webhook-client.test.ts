import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startTestServer } from '#lib/registry/testing/test-server.ts';
import type { ConnectorDeps } from '#lib/registry/transport/http/guarded-connector.ts';
import { testChannel } from '../notify/test-channel.ts';
import { answering, channelTo, openReceiver } from '../notify/testing.ts';
import { fleetTests } from '../testing.ts';

const openFleet = fleetTests();

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
    await using on = await openReceiver(
      openFleet,
      answering(status, { location: `${canary.origin}/inside` }),
    );
    const { channel } = await channelTo(on.fleet, on.to);
    expect(await testChannel(on.fleet.context, channel.id)).toMatchObject({
      state: 'failed',
      outcome: 'redirected',
      statusCode: status,
    });
    expect(canary.connections()).toBe(0);
  });

  it('a listed host is reached; the same one on another port is not', async () => {
    await using canary = await startTestServer(answering(200));
    await using on = await openReceiver(openFleet, answering(200));
    const to = (url: string) => channelTo(on.fleet, { kind: 'slack', url });
    const { channel } = await to(on.receiver.origin);
    expect(await testChannel(on.fleet.context, channel.id)).toMatchObject({ state: 'delivered' });
    await expect(to(canary.origin)).rejects.toThrow(`add ${canary.host} to notifications.allowHosts`);
    expect(canary.connections()).toBe(0);
  });

  it('a closed port differs from one that does not speak TLS', async () => {
    await using on = await openReceiver(openFleet, answering(200));
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
