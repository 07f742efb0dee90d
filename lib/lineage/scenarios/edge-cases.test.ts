import { describe, expect, it } from 'vitest';
import type { Digest } from '#lib/oci/digest.ts';
import { formatRepository, parseReference } from '#lib/oci/reference.ts';
import { basedOn, type ImageWords, lineageOf, make, unread, World } from '../testing.ts';
import type { DescribedBase } from '../words/described-lineage.ts';

const BASE = 'registry.test/base:1';
const APP = 'registry.test/app:1';
const AMD = 'linux/amd64';
const ARM = 'linux/arm64';

function base(world: World, reference = APP): DescribedBase {
  const verdict = lineageOf(world, reference).links[0]?.base;
  if (!verdict) throw new Error('expected a base');
  return verdict;
}

/** The registry fails to give one digest, for a reason that is not absence. */
function failDigest(world: World, reference: string, digest: Digest): void {
  const place = formatRepository(parseReference(reference));
  world.manifests.set(`${place}@${digest}`, unread('it answered 500'));
}

function onBase(words: Partial<ImageWords> = {}, baseWords: Partial<ImageWords> = {}) {
  const world = new World();
  const old = world.image(BASE, { layers: ['os', 'libs'], ...baseWords });
  world.image(APP, { layers: ['os', 'libs', 'app'], annotations: basedOn(BASE, old), ...words });
  return { world, old };
}

describe('layers', () => {
  it('an image with exactly its base’s layers is based on it: only metadata was added', () => {
    const { world } = onBase({ layers: ['os', 'libs'], env: ['A=1'] });
    expect(base(world)).toMatchObject({ freshness: 'up-to-date', verification: 'verified' });
    expect(base(world).platforms[0]).toMatchObject({ baseLayers: 2, appLayers: 0 });
  });

  it('the same layer twice in the base', () => {
    const { world } = onBase({ layers: ['e', 'os', 'e', 'app'] }, { layers: ['e', 'os', 'e'] });
    expect(base(world).platforms[0]).toMatchObject({ verification: 'verified', baseLayers: 3 });
  });

  it('an app layer equal to a layer that the new base gained is current by content, not by digest', () => {
    const { world } = onBase({ layers: ['os', 'libs', 'tools', 'app'] });
    world.image(BASE, { layers: ['os', 'libs', 'tools'] });
    expect(base(world)).toMatchObject({ freshness: 'same-content', verification: 'verified' });
  });

  it('a base that dropped a layer is stale, even if its other layers begin the image', () => {
    const { world } = onBase();
    world.image(BASE, { layers: ['os'] });
    expect(base(world).freshness).toBe('stale');
    expect(lineageOf(world, APP).status).toBe('stale');
  });

  it('matching blobs with other diff IDs prove nothing', () => {
    const { world } = onBase({ diffIds: ['x', 'y', 'app'] });
    expect(base(world).verification).toBe('contradicted');
  });

  it('buildah --squash: one layer, and a comment that says FROM', () => {
    const { world } = onBase({ layers: ['all'] });
    expect(base(world).verification).toBe('contradicted');
    const squashed = onBase({ layers: ['all'], history: ['COPY app'], comment: 'FROM registry.test/base:1' });
    expect(base(squashed.world).verification).toBe('unverifiable');
    expect(lineageOf(squashed.world, APP).status).toBe('unknown');
  });

  it('no history and no times anywhere', () => {
    const { world } = onBase({ history: [], created: '' });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
  });
});

describe('digests that are claimed', () => {
  it('a config digest: the layers decide', () => {
    const { world } = onBase();
    const config = make({ layers: ['os', 'libs'] }).config.digest;
    world.image(APP, { layers: ['os', 'libs', 'app'], annotations: basedOn(BASE, config) });
    expect(base(world)).toMatchObject({ freshness: 'same-content', verification: 'verified' });
  });

  it('an invalid digest is noted in a sentence', () => {
    const { world } = onBase();
    world.image(APP, { layers: ['os', 'libs', 'app'], annotations: basedOn(BASE, 'latest') });
    expect(base(world).evidence[0]?.note).toBe('Its digest "latest" is not a digest.');
  });

  it('one that cannot be checked now makes no green, whatever the layers prove', () => {
    const { world, old } = onBase();
    world.forget(BASE);
    world.image(BASE, { layers: ['os', 'libs'], created: '2026-05-05T00:00:00Z' });
    failDigest(world, BASE, old);
    expect(base(world)).toMatchObject({ freshness: 'unknown', reason: expect.stringContaining('500') });
    expect(lineageOf(world, APP).status).toBe('unknown');
  });

  it('a tag that is gone with a digest that cannot be checked is not base-gone', () => {
    const { world, old } = onBase();
    world.forget(BASE);
    world.removeTag(BASE);
    failDigest(world, BASE, old);
    expect(base(world)).toMatchObject({ freshness: 'base-tag-gone', verification: 'unverifiable' });
  });

  it('the tag of a name with a digest is what is watched', () => {
    const { world, old } = onBase();
    const annotations = basedOn(`${BASE}@${old}`);
    world.image(APP, { layers: ['os', 'libs', 'app'], annotations });
    expect(base(world)).toMatchObject({ name: BASE, digest: old, freshness: 'up-to-date' });
    world.image(BASE, { layers: ['new'] });
    expect(base(world)).toMatchObject({ freshness: 'stale', verification: 'verified' });
  });
});

describe('platforms', () => {
  it('an index of two platforms on a base of a single manifest', () => {
    const world = new World();
    const old = world.image(BASE, { layers: ['static'] });
    const child = (platform: string) => ({
      platform,
      layers: ['static', platform],
      annotations: basedOn(BASE, old),
    });
    world.index(APP, [child(AMD), child(ARM)]);
    expect(base(world).platforms.map(({ freshness, verification }) => [freshness, verification])).toEqual([
      ['up-to-date', 'verified'],
      ['up-to-date', 'verified'],
    ]);
    world.image(BASE, { layers: ['static2'] });
    expect(base(world).platforms.map(({ freshness }) => freshness)).toEqual(['stale', 'stale']);
  });

  it('a digest of amd64 on the index does not contradict arm64', () => {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['amd'] });
    world.index(BASE, [amd, make({ platform: ARM, layers: ['arm'] })]);
    world.index(
      APP,
      [
        { platform: AMD, layers: ['amd', 'a'] },
        { platform: ARM, layers: ['arm', 'a'] },
      ],
      { annotations: basedOn(BASE, amd.document.digest) },
    );
    expect(base(world).platforms.map(({ freshness, verification }) => [freshness, verification])).toEqual([
      ['up-to-date', 'verified'],
      ['same-content', 'verified'],
    ]);
  });

  it('a digest of amd64 on the index whose base moved leaves arm64 unproven, not false', () => {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['amd'] });
    world.index(BASE, [amd, make({ platform: ARM, layers: ['arm'] })]);
    const words = { annotations: basedOn(BASE, amd.document.digest) };
    world.index(APP, [{ platform: ARM, layers: ['arm', 'a'] }], words);
    world.forget(BASE);
    world.index(BASE, [amd, make({ platform: ARM, layers: ['arm2'] })]);
    expect(base(world)).toMatchObject({ freshness: 'stale', verification: 'unverifiable' });
  });

  it('a digest of amd64 on an arm64 manifest with other layers is a false claim', () => {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['amd'] });
    world.index(BASE, [amd, make({ platform: ARM, layers: ['arm'] })]);
    const annotations = basedOn(BASE, amd.document.digest);
    world.image(APP, { platform: ARM, layers: ['else', 'a'], annotations });
    expect(lineageOf(world, APP).status).toBe('broken');
    expect(base(world).verification).toBe('contradicted');
  });

  it.each([
    ['linux/arm/v7', 'linux/arm/v6'],
    ['linux/arm/v6', 'linux/arm/v7'],
  ])('%s beside %s: each is based on its own', (wanted, other) => {
    const world = new World();
    const own = make({ platform: wanted, layers: [wanted] });
    const old = world.index(BASE, [make({ platform: other, layers: [other] }), own]);
    world.image(APP, { platform: wanted, layers: [wanted, 'a'], annotations: basedOn(BASE, old) });
    expect(base(world)).toMatchObject({ freshness: 'up-to-date', verification: 'verified' });
    expect(base(world).platforms[0]?.currentDigest).toBe(own.document.digest);
  });

  it.each([
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm64', 'linux/arm64/v8'],
    ['linux/arm', 'linux/arm/v7'],
  ])('%s is %s', (image, written) => {
    const world = new World();
    const old = world.index(BASE, [
      make({ platform: AMD, layers: ['amd'] }),
      make({ platform: written, layers: ['os'] }),
    ]);
    world.image(APP, { platform: image, layers: ['os', 'a'], annotations: basedOn(BASE, old) });
    expect(base(world)).toMatchObject({ freshness: 'up-to-date', verification: 'verified' });
  });

  it('descriptors without a platform: the configs name it', () => {
    const world = new World();
    const entries = [make({ platform: AMD, layers: ['amd'] }), make({ platform: ARM, layers: ['arm'] })];
    const old = world.index(BASE, entries, { silent: true });
    world.image(APP, { platform: ARM, layers: ['arm', 'a'], annotations: basedOn(BASE, old) });
    expect(base(world)).toMatchObject({ freshness: 'up-to-date', verification: 'verified' });
    expect(base(world).platforms[0]?.currentDigest).toBe(entries[1]?.document.digest);
  });

  it('of two children of one platform the first one counts', () => {
    const world = new World();
    const old = world.index(BASE, [make({ layers: ['os'] }), make({ layers: ['other'] })]);
    world.image(APP, { layers: ['os', 'a'], annotations: basedOn(BASE, old) });
    expect(base(world)).toMatchObject({ freshness: 'up-to-date', verification: 'verified' });
  });

  it('a nested index that cannot be read leaves platforms unknown, never green', () => {
    const { world } = onBase();
    const old = world.tag(parseReference(BASE));
    const digest = old?.state === 'resolved' ? old.digest : undefined;
    const words = { layers: ['os', 'libs', 'app'], annotations: basedOn(BASE, digest) };
    const inner = world.index(APP, [words]);
    world.index(APP, [words], { nested: true });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    world.removeDigest(APP, inner);
    expect(lineageOf(world, APP)).toMatchObject({ status: 'unknown', end: 'unresolvable' });
  });

  it('a nested index that cannot be read beside a platform that is current', () => {
    const { world, old } = onBase();
    const current = { layers: ['os', 'libs', 'app'], annotations: basedOn(BASE, old) };
    const inner = world.index(APP, [{ ...current, platform: ARM }]);
    world.index(APP, [current], { also: inner });
    failDigest(world, APP, inner);
    expect(base(world).platforms.map(({ freshness }) => freshness)).toEqual(['up-to-date', 'unknown']);
    expect(lineageOf(world, APP).status).toBe('unknown');
  });

  it('Windows: the next build of the same release is the base’s successor', () => {
    const world = new World();
    const build = (version: string) => make({ platform: `windows/amd64:${version}`, layers: [version] });
    const old = world.index(BASE, [build('10.0.20348.1'), build('10.0.17763.1')]);
    const platform = 'windows/amd64:10.0.20348.1';
    world.image(APP, { platform, layers: ['10.0.20348.1', 'a'], annotations: basedOn(BASE, old) });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    world.index(BASE, [build('10.0.20348.2'), build('10.0.17763.2')]);
    expect(base(world)).toMatchObject({ freshness: 'stale', verification: 'verified' });
    world.index(BASE, [build('10.0.17763.2'), build('10.0.26100.1')]);
    expect(base(world).freshness).toBe('platform-gone');
  });

  it('annotations of the index around a nested one', () => {
    const { world, old } = onBase();
    const annotations = basedOn(BASE, old);
    world.index(APP, [{ layers: ['os', 'libs', 'app'] }], { nested: true, outerAnnotations: annotations });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
  });

  it('an artifact is not an image', () => {
    const world = new World();
    world.image(APP, { layers: ['chart'], configType: 'application/vnd.cncf.helm.config.v1+json' });
    expect(lineageOf(world, APP)).toMatchObject({ status: 'unknown', end: 'unresolvable' });
    expect(lineageOf(world, APP).summary).toContain('artifact');
  });
});

describe('claims that compete', () => {
  it('a known image in between takes precedence over a label that may be inherited', () => {
    const world = new World();
    const os = world.image('registry.test/os:1', { layers: ['os'] });
    const labels = basedOn('registry.test/os:1', os);
    world.image(BASE, { layers: ['os', 'libs'], labels });
    world.knows(BASE, { layers: ['os', 'libs'], labels });
    world.image(APP, { layers: ['os', 'libs', 'app'], labels });
    expect(base(world)).toMatchObject({ name: BASE, freshness: 'up-to-date', conflict: false });
    world.image(BASE, { layers: ['os', 'libs2'], labels });
    expect(lineageOf(world, APP).status).toBe('stale');
  });

  it('the reserved name of nothing, as a tool qualified it', () => {
    const world = new World();
    world.image(APP, { layers: ['os'], annotations: basedOn('docker.io/library/scratch:latest') });
    expect(lineageOf(world, APP)).toMatchObject({ status: 'root', end: 'root' });
  });
});
