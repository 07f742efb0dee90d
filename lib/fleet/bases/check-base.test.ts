import { describe, expect, it } from 'vitest';
import { isManifest } from '#lib/oci/manifest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { RegistryError, type RegistryErrorKind } from '#lib/registry/errors.ts';
import { basedOn, image, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { trackImages } from '../images/track-images.ts';
import { checkImage } from '../scan/check-image.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { type CheckBaseContext, checkBase } from './check-base.ts';
import { getDeclaredBases } from './declare-base.ts';

const openFleet = fleetTests();

/** An image without evidence of its base, which nobody tracks. */
async function silentImage({ registry }: TestFleet) {
  const base = await pushOn(registry, 'os:1');
  const runtime = await pushOn(registry, 'runtime:1', base);
  const reference = `${registry.host}/fax:1`;
  await push(registry.registry, reference, layered(runtime.recipe, 'fax'));
  return { base, runtime, reference };
}

async function check(fleet: TestFleet, reference: string, base: string) {
  const { platforms, verdict } = await checkBase(fleet.context, { reference, base });
  return {
    status: verdict.status,
    platforms: platforms.map(({ platform, verification, reason, agreeing, baseLayers, imageLayers }) => [
      platform,
      verification,
      typeof reason === 'string' ? reason : (reason?.kind ?? null),
      `${agreeing}/${baseLayers} of ${imageLayers}`,
    ]),
  };
}

describe('a named base', { timeout: SLOW }, () => {
  it('is compared layer by layer, and nothing is declared', async () => {
    await using fleet = await openFleet();
    const { base, runtime, reference } = await silentImage(fleet);
    expect(await check(fleet, reference, runtime.reference)).toEqual({
      status: 'up-to-date',
      platforms: [['linux/amd64', 'verified', null, '2/2 of 3']],
    });
    expect(await check(fleet, reference, base.reference)).toMatchObject({
      platforms: [['linux/amd64', 'verified', null, '1/1 of 3']],
    });
    const { platforms } = await checkBase(fleet.context, { reference, base: runtime.reference });
    expect(platforms[0]?.layers.map(({ base, agrees }) => [base.createdBy, agrees])).toEqual([
      ['RUN os-1', true],
      ['RUN runtime-1', true],
    ]);
    expect((await getDeclaredBases(fleet.context)).stored).toEqual([]);
    const { links } = await checkImage(fleet.context, { reference, refresh: true, at: undefined });
    expect(links[0]?.base).toBeNull();
  });

  it('with other layers is contradicted by its digest, and not proven by its tag', async () => {
    await using fleet = await openFleet();
    const { base, reference } = await silentImage(fleet);
    const sibling = await pushOn(fleet.registry, 'sibling:1', base);
    expect(await check(fleet, reference, sibling.reference)).toEqual({
      status: 'stale',
      platforms: [['linux/amd64', 'unverifiable', 'no-digest-claimed', '1/2 of 3']],
    });
    expect(await check(fleet, reference, `${sibling.reference}@${sibling.digest}`)).toEqual({
      status: 'broken',
      platforms: [['linux/amd64', 'contradicted', 'layers-differ', '1/2 of 3']],
    });
  });

  it('whose tag has moved is proven by a digest that it had while it was tracked', async () => {
    await using fleet = await openFleet();
    const { runtime, reference } = await silentImage(fleet);
    await trackImages(fleet.context, [runtime.reference], true);
    await fleet.runJobs();
    await pushOn(fleet.registry, 'runtime:1', undefined, 'moved');
    fleet.pass(60);
    const { platforms, verdict, baseDigest } = await checkBase(fleet.context, {
      reference,
      base: runtime.reference,
    });
    expect(platforms[0]).toMatchObject({
      verification: 'verified',
      compared: { candidate: runtime.digest },
    });
    expect([verdict.status, baseDigest === runtime.digest]).toEqual(['stale', false]);
  });

  const failures: readonly [string, RegistryErrorKind, number | null][] = [
    ['a timeout', 'timeout', 1],
    ['an outage', 'unreachable', 1],
    ['credentials that are missing', 'not-visible', 1],
    ['absence', 'not-found', null],
  ];
  it.each(failures)('counts what it had before as not compared after %s', async (_, kind, unread) => {
    await using fleet = await openFleet();
    const { runtime, reference } = await silentImage(fleet);
    await trackImages(fleet.context, [runtime.reference], true);
    await fleet.runJobs();
    const { registry, documents } = fleet.context;
    const manifest = await registry.getManifest(
      parseReference(`${fleet.registry.host}/runtime@${runtime.digest}`),
    );
    const config = isManifest(manifest) ? manifest.content.config.digest : undefined;
    await pushOn(fleet.registry, 'runtime:1', undefined, 'moved');
    fleet.pass(60);
    const context: CheckBaseContext = {
      ...fleet.context,
      documents: {
        ...documents,
        get: async (digest, parse) => (digest === config ? undefined : documents.get(digest, parse)),
      },
      registry: {
        ...registry,
        getBlob: async (blob, ...rest) => {
          if (blob.digest !== config) return registry.getBlob(blob, ...rest);
          const facts = { host: 'r.test', operation: 'get-blob', reference: 'r.test/runtime' } as const;
          throw new RegistryError({ ...facts, kind, code: 'TEST', problem: 'it did not answer' });
        },
      },
    };
    const found = await checkBase(context, { reference, base: runtime.reference });
    expect(found.platforms[0]?.verification).toBe('unverifiable');
    const expected = unread === null ? null : { count: unread, problem: 'r.test: it did not answer' };
    expect(found.unread).toEqual(expected);
  });

  it('is compared platform by platform', async () => {
    await using fleet = await openFleet();
    const { host, registry } = fleet.registry;
    const on = (platform: string) => layered(image().on(platform), `os ${platform}`);
    const [amd, arm] = [on('linux/amd64'), on('linux/arm64')];
    await pushIndex(registry, `${host}/os:1`, { images: [amd, arm] });
    const riscv = on('linux/riscv64');
    const images = [layered(amd, 'app'), layered(amd, 'app-arm').on('linux/arm64'), riscv];
    await pushIndex(registry, `${host}/app:1`, { images });
    expect(await check(fleet, `${host}/app:1`, `${host}/os:1`)).toMatchObject({
      platforms: [
        ['linux/amd64', 'verified', null, '1/1 of 2'],
        // Built FROM --platform=linux/amd64.
        ['linux/arm64', 'verified', null, '1/1 of 2'],
        ['linux/riscv64', 'unverifiable', 'no-digest-claimed', '0/1 of 1'],
      ],
    });
    await push(registry, `${host}/windows:1`, layered(image().on('windows/amd64'), 'win'));
    await pushIndex(registry, `${host}/windows:2`, { images: [layered(image().on('windows/amd64'), 'win')] });
    expect((await check(fleet, `${host}/app:1`, `${host}/windows:2`)).platforms[0]).toEqual([
      'linux/amd64',
      'unverifiable',
      'no-platform',
      '0/0 of 2',
    ]);
  });

  it('is compared on at most 64 platforms, and layers are returned for the first few', async () => {
    await using fleet = await openFleet();
    const { host, registry } = fleet.registry;
    await push(registry, `${host}/os:1`, layered(image(), 'os'));
    const on = (_: unknown, at: number) => layered(image(), 'os').on(`linux/arch${at}`);
    await pushIndex(registry, `${host}/many:1`, { images: Array.from({ length: 66 }, on) });
    const names = { reference: `${host}/many:1`, base: `${host}/os:1` };
    const { platforms, left } = await checkBase(fleet.context, names);
    expect([platforms.length, left]).toEqual([64, ['linux/arch64', 'linux/arch65']]);
    expect(platforms.filter(({ layers }) => layers.length > 0)).toHaveLength(8);
  });

  it('does not make a contested image up to date', async () => {
    await using fleet = await openFleet();
    const { base, runtime, reference } = await silentImage(fleet);
    const other = await pushOn(fleet.registry, 'other:1', base);
    const lying = layered(runtime.recipe, 'fax').annotate(basedOn(other.reference, other.digest));
    await push(fleet.registry.registry, reference, lying);
    const found = await check(fleet, reference, runtime.reference);
    expect(found).toMatchObject({
      status: 'broken',
      platforms: [['linux/amd64', 'verified', null, '2/2 of 3']],
    });
  });

  it('that cannot be read is an error that names the registry and the reason', async () => {
    await using fleet = await openFleet();
    const { reference } = await silentImage(fleet);
    const { host } = fleet.registry;
    await expect(check(fleet, reference, `${host}/no/such:1`)).rejects.toThrow(RegistryError);
    await expect(check(fleet, `${host}/no/such:1`, reference)).rejects.toThrow(RegistryError);
    await expect(check(fleet, reference, '10.0.0.1/os:1')).rejects.toThrow(RegistryError);
    await expect(check(fleet, reference, 'not a reference')).rejects.toThrow('not an image reference');
  });
});
