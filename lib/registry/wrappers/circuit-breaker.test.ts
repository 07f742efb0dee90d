import { expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '../client.ts';
import { RegistryError, type RegistryErrorKind } from '../errors.ts';
import type { RegistryReader } from '../registry.ts';
import { against } from '../testing/test-client.ts';
import { serveManifest, startTestServer } from '../testing/test-server.ts';
import { withBreaker } from './circuit-breaker.ts';

function failing(kind: () => RegistryErrorKind | undefined) {
  let calls = 0;
  const resolve: RegistryReader['resolve'] = async (reference) => {
    calls += 1;
    const failure = kind();
    if (failure === undefined)
      return { digest: `sha256:${'0'.repeat(64)}`, mediaType: undefined, etag: undefined };
    throw new RegistryError({
      kind: failure,
      host: reference.registry,
      operation: 'resolve',
      reference: 'r',
      code: 'X',
      problem: 'it failed',
    });
  };
  return { reader: { resolve } as RegistryReader, calls: () => calls };
}

it('pauses requests to a host that does not answer, and to no other', async () => {
  let time = 0;
  let kind: RegistryErrorKind | undefined = 'timeout';
  const { reader, calls } = failing(() => kind);
  const registry = withBreaker(reader, { failures: 2, pauseMs: 1000, now: () => time });
  const down = parseReference('down.test/app:1');
  for (let n = 0; n < 5; n += 1)
    await expect(registry.resolve(down)).rejects.toMatchObject({ kind: 'timeout', host: 'down.test' });
  expect(calls()).toBe(2);
  await expect(registry.resolve(parseReference('other.test/app:1'))).rejects.toThrow();
  expect(calls()).toBe(3);
  time = 1001;
  kind = undefined;
  await registry.resolve(down);
  await registry.resolve(down);
  expect(calls()).toBe(5);
});

it.each<RegistryErrorKind>(['not-found', 'not-visible', 'rate-limited', 'invalid-response'])(
  'does not pause after %s',
  async (kind) => {
    const { reader, calls } = failing(() => kind);
    const registry = withBreaker(reader, { failures: 2, pauseMs: 1000, now: () => 0 });
    for (let n = 0; n < 5; n += 1)
      await expect(registry.resolve(parseReference('a.test/app:1'))).rejects.toMatchObject({ kind });
    expect(calls()).toBe(5);
  },
);

it('pauses a host that limits requests as long as it says, an hour at most, also if it said so to another process', async () => {
  let time = 0;
  let retryAfter = 60;
  let calls = 0;
  const resolve: RegistryReader['resolve'] = async ({ registry: host }) => {
    calls += 1;
    const what = { kind: 'rate-limited', code: 'TOOMANYREQUESTS', problem: 'limits requests' } as const;
    throw new RegistryError({ ...what, host, operation: 'resolve', reference: 'r', retryAfter });
  };
  const registry = withBreaker({ resolve } as RegistryReader, { failures: 9, pauseMs: 1, now: () => time });
  const sent = async (host: string) => {
    const before = calls;
    await expect(registry.resolve(parseReference(`${host}/app:1`))).rejects.toMatchObject({
      kind: 'rate-limited',
    });
    return calls > before;
  };
  expect([await sent('a.test'), await sent('a.test'), await sent('b.test')]).toEqual([true, false, true]);
  time = 59_000;
  expect(await sent('a.test')).toBe(false);
  time = 60_000;
  retryAfter = 1_000_000;
  expect([await sent('a.test'), await sent('a.test')]).toEqual([true, false]);
  time += 3_600_000;
  expect(await sent('a.test')).toBe(true);
  registry.pause('c.test', time + 5000);
  expect(await sent('c.test')).toBe(false);
  time += 5000;
  expect(await sent('c.test')).toBe(true);
  registry.resume('c.test');
  expect(await sent('c.test')).toBe(true);
});

it('ends every call that waits for a registry that hangs, and sends it no more', async () => {
  await against(
    () => undefined,
    async (client, repository, requests) => {
      const registry = withBreaker(client, { failures: 4, pauseMs: 60_000 });
      const calls = Array.from({ length: 3000 }, (_, n) => registry.resolve({ ...repository, tag: `t${n}` }));
      const ended = await Promise.allSettled(calls);
      const kinds = new Set(ended.map((each) => each.status === 'rejected' && each.reason.kind));
      expect(kinds).toEqual(new Set(['timeout']));
      expect(requests.length).toBeLessThanOrEqual(8);
    },
    { retries: 0, deadlineMs: 200, maxConcurrentPerHost: 4 },
  );
}, 60_000);

it('keeps a registry that hangs from delaying another', async () => {
  await using hanging = await startTestServer(() => undefined);
  await using well = await startTestServer(serveManifest);
  const registries = [hanging, well].map(({ host }) => ({ host, plainHttp: true }));
  const client = createRegistry({ registries, retries: 0, deadlineMs: 60_000, maxConcurrentPerHost: 2 });
  const registry = withBreaker(client, { failures: 2, pauseMs: 60_000 });
  const stuck = Array.from({ length: 50 }, () =>
    registry.resolve({ registry: hanging.host, repository: 'app', tag: '1' }),
  );
  const waiting = Promise.allSettled(stuck);
  await Promise.all(
    Array.from({ length: 50 }, () => registry.resolve({ registry: well.host, repository: 'app', tag: '1' })),
  );
  await client.close();
  await waiting;
}, 30_000);

it('lets one call through after the pause, and the others once that one was answered', async () => {
  let time = 0;
  let kind: RegistryErrorKind | undefined = 'unreachable';
  const { reader, calls } = failing(() => kind);
  const pauses: number[] = [];
  const registry = withBreaker(reader, {
    failures: 2,
    pauseMs: 1000,
    now: () => time,
    onPause: (_, until) => pauses.push(until),
  });
  const down = parseReference('down.test/app:1');
  const ask = () =>
    registry.resolve(down).then(
      () => 'answered',
      () => 'failed',
    );
  await ask();
  await ask();
  time = 1001;
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['failed', 'failed', 'failed']);
  expect(calls()).toBe(3);
  time = 2002;
  kind = undefined;
  expect(await Promise.all([ask(), ask()])).toEqual(['answered', 'failed']);
  expect(await Promise.all([ask(), ask()])).toEqual(['answered', 'answered']);
  expect(calls()).toBe(6);
  expect(pauses).toEqual([1000, 2001]);
  // It answers: its failures are counted from the start again.
  kind = 'unreachable';
  expect(await ask()).toBe('failed');
  kind = undefined;
  expect(await ask()).toBe('answered');
  expect(calls()).toBe(8);
  expect(pauses).toHaveLength(2);
});

it('does not count a call that its caller aborted', async () => {
  await against(
    () => undefined,
    async (client, repository) => {
      const pauses: string[] = [];
      const onPause = (host: string) => pauses.push(host);
      const registry = withBreaker(client, { failures: 1, pauseMs: 60_000, onPause });
      for (let n = 0; n < 2; n += 1) {
        const giveUp = new AbortController();
        const call = registry.resolve({ ...repository, tag: '1' }, { signal: giveUp.signal });
        giveUp.abort();
        await expect(call).rejects.toMatchObject({ kind: 'aborted' });
      }
      expect(pauses).toEqual([]);
    },
  );
});

it('sends to a paused host again once it is resumed', async () => {
  let kind: RegistryErrorKind | undefined = 'unreachable';
  const { reader, calls } = failing(() => kind);
  const pauses: number[] = [];
  const onPause = (_: string, until: number) => pauses.push(until);
  const registry = withBreaker(reader, { failures: 1, pauseMs: 1000, now: () => 0, onPause });
  const down = parseReference('down.test/app:1');
  await expect(registry.resolve(down)).rejects.toMatchObject({ kind: 'unreachable' });
  await expect(registry.resolve(down)).rejects.toMatchObject({ kind: 'unreachable' });
  expect(calls()).toBe(1);
  expect(pauses).toEqual([1000]);
  kind = undefined;
  registry.resume('down.test');
  await registry.resolve(down);
  expect(calls()).toBe(2);
});

it('remembers the hosts used last', async () => {
  const { reader, calls } = failing(() => 'unreachable');
  const registry = withBreaker(reader, { failures: 1, pauseMs: 1000, now: () => 0 });
  const ask = (host: string) =>
    expect(registry.resolve(parseReference(`${host}/app:1`))).rejects.toMatchObject({ host });
  for (let n = 0; n < 1000; n += 1) await ask(`h${n}.test`);
  await ask('h0.test');
  expect(calls()).toBe(1000);
  await ask('another.test');
  await ask('h0.test');
  expect(calls()).toBe(1001);
  await ask('h1.test');
  expect(calls()).toBe(1002);
});
