import { expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { withBreaker } from './breaker.ts';
import { RegistryError, type RegistryErrorKind } from './errors.ts';
import type { RegistryReader } from './registry.ts';

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

it('leaves a host that does not answer alone, and no other', async () => {
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
  'asks on after %s',
  async (kind) => {
    const { reader, calls } = failing(() => kind);
    const registry = withBreaker(reader, { failures: 2, pauseMs: 1000, now: () => 0 });
    for (let n = 0; n < 5; n += 1)
      await expect(registry.resolve(parseReference('a.test/app:1'))).rejects.toMatchObject({ kind });
    expect(calls()).toBe(5);
  },
);
