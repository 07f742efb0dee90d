import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../client.ts';
import { serveManifest, startTestServer } from '../../testing/test-server.ts';
import type { ConnectorDeps } from './guarded-connector.ts';

async function ask(host: string, deps: ConnectorDeps) {
  const client = createRegistry({ registries: [], retries: 0 }, deps);
  try {
    return await client.resolve({ registry: host, repository: 'a', tag: 'b' });
  } finally {
    await client.close();
  }
}

const resolvesTo =
  (...addresses: string[]): Required<ConnectorDeps>['resolveAll'] =>
  (_, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('the connector', () => {
  test.each([
    ['a name at loopback', ['127.0.0.1']],
    ['a name at a public and a private address', ['8.8.8.8', '10.0.0.1']],
    ['a name at a mapped address', ['::ffff:127.0.0.1']],
    ['a name at a metadata service', ['169.254.169.254']],
  ])('refuses %s', async (_, addresses) => {
    await using canary = await startTestServer(serveManifest);
    const port = canary.host.split(':')[1];
    await expect(
      ask(`rebinding.example:${port}`, { resolveAll: resolvesTo(...addresses) }),
    ).rejects.toMatchObject({
      kind: 'forbidden-address',
      operation: 'resolve',
    });
    expect(canary.connections()).toBe(0);
  });

  test('sends nothing if the socket is connected to another address than the name resolved to', async () => {
    await using canary = await startTestServer(serveManifest);
    const port = Number(canary.host.split(':')[1]);
    const rebound: ConnectorDeps = {
      resolveAll: resolvesTo('8.8.8.8'),
      connect: () => connect({ host: '127.0.0.1', port }),
    };
    await expect(ask(`rebinding.example:${port}`, rebound)).rejects.toMatchObject({
      kind: 'forbidden-address',
    });
    expect(canary.requests).toEqual([]);
  });

  test('lets a listed host be where its name leads', async () => {
    await using server = await startTestServer(serveManifest);
    const port = server.host.split(':')[1];
    const client = createRegistry(
      { registries: [{ host: `internal.example:${port}`, plainHttp: true }] },
      { resolveAll: resolvesTo('127.0.0.1') },
    );
    await client.resolve({ registry: `internal.example:${port}`, repository: 'a', tag: 'b' });
    expect(server.requests).toHaveLength(1);
    await client.close();
  });
});
