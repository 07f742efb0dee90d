import { describe, expect, it } from 'vitest';
import { isIndex } from '#lib/oci/manifest.ts';
import { basedOn, type ImageWords, lineageOf, unread, World } from '../testing.ts';
import type { Freshness } from '../vocabulary/freshness.ts';
import type { Status } from '../vocabulary/status.ts';
import type { Verification } from '../vocabulary/verification.ts';

const BASE = 'registry.test/base:1';
const APP = 'registry.test/app:1';

const baseOf = (world: World) => lineageOf(world, APP).links[0]?.base;
const bases = (name: string, platforms: readonly string[]): ImageWords[] =>
  platforms.map((platform) => ({ platform, layers: [`${name} ${platform}`] }));

/** An image for one platform on an index; `basePlatform` is the platform whose layers it begins with. */
function built(platform: string, basePlatform: string, indexed: readonly string[]) {
  const world = new World();
  const old = world.index(BASE, bases('os', indexed));
  world.image(APP, {
    platform,
    layers: [`os ${basePlatform}`, 'app'],
    annotations: basedOn(BASE, old),
  });
  return { world, old };
}

describe('a version of an operating system', () => {
  it('distinguishes platforms only on Windows: another release of FreeBSD is the base’s update', () => {
    const world = new World();
    const base = (version: string, layer: string) =>
      ['amd64', 'arm64'].map((architecture) => ({
        platform: `freebsd/${architecture}:${version}`,
        layers: [`${layer} ${architecture}`],
      }));
    const old = world.index(BASE, base('14.2', 'os'));
    world.image(APP, {
      platform: 'freebsd/amd64',
      layers: ['os amd64', 'app'],
      annotations: basedOn(BASE, old),
    });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    world.index(BASE, base('14.3', 'new'));
    expect(lineageOf(world, APP).status).toBe('stale');
  });
});

describe('CPU variants', () => {
  it.each([
    ['linux/arm/v7', 'linux/arm/v6', ['linux/amd64', 'linux/arm/v6']],
    ['linux/arm/v7', 'linux/arm/v6', ['linux/arm/v5', 'linux/arm/v6']],
    ['linux/arm/v6', 'linux/arm/v5', ['linux/arm/v5', 'linux/arm/v7']],
    ['linux/amd64/v2', 'linux/amd64', ['linux/amd64', 'linux/arm64']],
    ['linux/amd64/v3', 'linux/amd64/v2', ['linux/amd64', 'linux/amd64/v2', 'linux/amd64/v4']],
    ['linux/arm64/v9.1', 'linux/arm64/v9', ['linux/arm64', 'linux/arm64/v9', 'linux/arm64/v9.2']],
    ['linux/arm64/v9', 'linux/arm64', ['linux/amd64', 'linux/arm64']],
  ])('%s takes %s of %j, as builders do', (platform, basePlatform, indexed) => {
    const { world } = built(platform, basePlatform, indexed);
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    const [verdict] = baseOf(world)?.platforms ?? [];
    expect(verdict).toMatchObject({ verification: 'verified', basePlatform, baseLayers: 1 });
    expect(verdict?.reason).toContain(`based on the base’s image for ${basePlatform}`);
  });

  it.each<[string, string[], (platform: string) => string, Freshness]>([
    ['the lower variant moved', ['linux/amd64', 'linux/arm/v6'], (platform) => `new ${platform}`, 'stale'],
    [
      'another platform moved',
      ['linux/amd64', 'linux/arm/v6'],
      (platform) => `${platform === 'linux/amd64' ? 'new' : 'os'} ${platform}`,
      'index-moved',
    ],
    [
      'it has the platform itself now',
      ['linux/arm/v6', 'linux/arm/v7'],
      (platform) => `os ${platform}`,
      'stale',
    ],
    [
      'only a higher variant is left',
      ['linux/amd64', 'linux/arm/v8'],
      (platform) => `os ${platform}`,
      'platform-gone',
    ],
  ])('an arm/v7 image on arm/v6, and the tag has moved: %s', (_, indexed, layer, freshness) => {
    const { world } = built('linux/arm/v7', 'linux/arm/v6', ['linux/amd64', 'linux/arm/v6']);
    world.index(
      BASE,
      indexed.map((platform) => ({ platform, layers: [layer(platform)] })),
    );
    expect(baseOf(world)).toMatchObject({ freshness, verification: 'verified' });
  });

  it('the platform itself wins where both are there', () => {
    const { world } = built('linux/arm/v7', 'linux/arm/v7', ['linux/arm/v6', 'linux/arm/v7']);
    expect(baseOf(world)?.platforms[0]).toMatchObject({ verification: 'verified', reason: null });
  });

  it.each<[string, string[], Verification, Status]>([
    [
      'of a lower variant whose layers do not begin the image',
      ['linux/arm/v6', 'linux/amd64'],
      'contradicted',
      'broken',
    ],
    ['of a higher variant', ['linux/arm/v8', 'linux/amd64'], 'contradicted', 'broken'],
  ])('is no proof: the base %s', (_, indexed, verification, status) => {
    const { world } = built('linux/arm/v7', 'elsewhere', indexed);
    expect(baseOf(world)?.verification).toBe(verification);
    expect(lineageOf(world, APP).status).toBe(status);
  });

  it('without a claimed digest the layers of what the tag has now decide', () => {
    const { world } = built('linux/arm/v7', 'linux/arm/v6', ['linux/amd64', 'linux/arm/v6']);
    world.image(APP, {
      platform: 'linux/arm/v7',
      layers: ['os linux/arm/v6', 'app'],
      annotations: basedOn(BASE),
    });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
  });

  it('a digest that the tag had before proves it by the lower variant too', () => {
    const { world } = built('linux/arm/v7', 'linux/arm/v6', ['linux/amd64', 'linux/arm/v6']);
    world.image(APP, {
      platform: 'linux/arm/v7',
      layers: ['os linux/arm/v6', 'app'],
      annotations: basedOn(BASE, `sha256:${'0'.repeat(64)}`),
    });
    world.index(BASE, bases('new', ['linux/amd64', 'linux/arm/v6']));
    expect(baseOf(world)).toMatchObject({ freshness: 'stale', verification: 'verified' });
  });
});

describe('FROM --platform=linux/amd64 in a build for several platforms', () => {
  const BOTH = ['linux/amd64', 'linux/arm64'];

  /** Both platforms' images on the base's amd64 image. */
  function multi(claim: (old: string) => Record<string, string> = (old) => basedOn(BASE, old)) {
    const world = new World();
    const old = world.index(BASE, bases('os', BOTH));
    const images = BOTH.map((platform) => ({
      platform,
      layers: ['os linux/amd64', `app ${platform}`],
      annotations: claim(old),
    }));
    world.index(APP, images);
    return { world, old };
  }

  it('is verified on that platform’s image, and the reason names the platform', () => {
    const { world } = multi();
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    const arm64 = baseOf(world)?.platforms.find(({ platform }) => platform === 'linux/arm64');
    expect(arm64).toMatchObject({ verification: 'verified', basePlatform: 'linux/amd64' });
    expect(arm64?.reason).toBe('This linux/arm64 image is based on the base’s image for linux/amd64.');
  });

  it.each<[string, string, Freshness, Status]>([
    ['amd64', 'linux/amd64', 'stale', 'stale'],
    ['arm64', 'linux/arm64', 'index-moved', 'up-to-date'],
  ])('freshness compares with the same platform of the tag: %s moved', (_, moved, freshness, status) => {
    const { world } = multi();
    world.index(
      BASE,
      BOTH.map((platform) => ({ platform, layers: [`${platform === moved ? 'new' : 'os'} ${platform}`] })),
    );
    expect(baseOf(world)?.platforms.map((each) => each.freshness)).toEqual([freshness, freshness]);
    expect(lineageOf(world, APP).status).toBe(status);
  });

  it('is platform-gone where the tag no longer has that platform, though it has the image’s own', () => {
    const { world } = multi();
    world.index(BASE, bases('os', ['linux/arm64', 'linux/s390x']));
    const [, arm64] = baseOf(world)?.platforms ?? [];
    expect(arm64).toMatchObject({
      freshness: 'platform-gone',
      reason: expect.stringContaining('no longer available for linux/amd64'),
    });
  });

  it('is also found without a claimed digest', () => {
    const { world } = multi(() => basedOn(BASE));
    expect(lineageOf(world, APP).status).toBe('up-to-date');
  });

  it('is unknown, not broken, if the other platforms could not be checked', () => {
    const { world, old } = multi();
    const fact = world.manifest({ registry: 'registry.test', repository: 'base' }, old);
    if (fact?.state !== 'present' || !isIndex(fact.document)) throw new Error('no index');
    const amd64 = fact.document.content.manifests[0]?.digest;
    world.manifests.set(`registry.test/base@${amd64}`, unread('it answered 429'));
    const [, arm64] = baseOf(world)?.platforms ?? [];
    expect(arm64).toMatchObject({ verification: 'unverifiable' });
    expect(arm64?.reason).toContain('429');
    expect(lineageOf(world, APP).status).toBe('unknown');
  });

  it('is contradicted where no platform’s layers begin the image', () => {
    const { world, old } = multi();
    world.image(APP, { platform: 'linux/arm64', layers: ['x', 'y'], annotations: basedOn(BASE, old) });
    expect(baseOf(world)?.verification).toBe('contradicted');
    expect(lineageOf(world, APP).status).toBe('broken');
  });
});
