import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { RegistryClient } from '../client.ts';
import { createRegistry } from '../client.ts';
import { serveMemoryRegistry } from '../memory/serve.ts';
import { AT, limited, own, type Quirk, startQuirkProxy } from '../testing/quirk-proxy.ts';

/** Runs `act` at a registry in memory, behind a proxy with a quirk. */
async function behind(
  quirk: Quirk,
  act: (client: RegistryClient, host: string, requests: readonly string[]) => Promise<void>,
  settings: { readonly writeWaitMs?: number } = {},
): Promise<void> {
  const served = await serveMemoryRegistry();
  await using proxy = await startQuirkProxy(served.host);
  proxy.quirk = quirk;
  const client = createRegistry({
    registries: [{ host: proxy.host, plainHttp: true }],
    retries: 0,
    ...settings,
  });
  try {
    await act(client, proxy.host, proxy.requests);
  } finally {
    await client.close();
    await served.close();
  }
}

const blobs = (host: string, count: number) =>
  Array.from({ length: count }, (_, n) => {
    const content = Buffer.from(`blob ${n}`);
    return { address: { registry: host, repository: 'a', digest: digestOf(content) }, content };
  });

describe('a registry that limits writes', () => {
  test('gets all of them in the end, however many are sent at once', async () => {
    let refusals = 0;
    const limit = limited(AT.write, 10, 250);
    const counting: Quirk = async (passing, pass) => {
      const answer = await limit(passing, pass);
      if (typeof answer === 'object' && answer.status === 429) refusals += 1;
      return answer;
    };
    await behind(counting, async (client, host) => {
      const all = blobs(host, 30);
      await Promise.all(
        all.map(({ address, content }) => client.putBlob(address, { size: content.byteLength, content })),
      );
      for (const { address } of all) expect(await client.hasBlob(address)).toBe(true);
      // A pause holds for all writes: a few of them reach the limit, not every one.
      expect(refusals).toBeLessThan(30);
    });
  });

  test('for longer than a write may wait is an error, at once', async () => {
    const hour: Quirk = async () => own(429, 'TOOMANYREQUESTS', '', { 'retry-after': '3600' });
    await behind(hour, async (client, host, requests) => {
      const [blob] = blobs(host, 1);
      if (blob === undefined) throw new Error('no blob');
      const put = client.putBlob(blob.address, { size: blob.content.byteLength, content: blob.content });
      await expect(put).rejects.toMatchObject({ kind: 'rate-limited', retryAfter: 3600 });
      expect(requests).toHaveLength(1);
    });
  });

  test('without end is an error once the time to wait is over', async () => {
    await behind(
      async () => own(429),
      async (client, host) => {
        await expect(
          client.deleteManifest({ registry: host, repository: 'a', tag: '1' }),
        ).rejects.toMatchObject({
          kind: 'rate-limited',
          operation: 'delete-manifest',
        });
      },
      { writeWaitMs: 1000 },
    );
  });

  test('lets the caller look again before a write that had to wait', async () => {
    let limits = 2;
    const twice: Quirk = async (_, pass) => (limits-- > 0 ? own(429) : pass());
    await behind(twice, async (client, host, requests) => {
      let looks = 0;
      const target = { registry: host, repository: 'a', tag: '1' };
      const manifest = { mediaType: 'application/vnd.oci.image.index.v1+json', bytes: Buffer.from(INDEX) };
      const afterWait = async () => {
        looks += 1;
        if (looks === 2) throw new Error('it has moved');
      };
      await expect(client.putManifest(target, manifest, { afterWait })).rejects.toThrow('it has moved');
      expect(requests).toHaveLength(2);
    });
  });
});

const INDEX = '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}';
