import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { knownByLayersAlone } from '../chain/known-by-layers-alone.ts';
import { basedOn, lineageOf, make, unread, World } from '../testing.ts';
import type { DescribedBase } from '../words/described-lineage.ts';

const APP = 'docker.io/library/app:1';
const DEBIAN = 'docker.io/library/debian:12-slim';
const OTHER = 'docker.io/acme/debian:12-slim';
const OS = { layers: ['os', 'libs'] };
const UNPUSHED = digestOf('an intermediate image that was never pushed');

function base(world: World): DescribedBase {
  const found = lineageOf(world, APP).links[0]?.base;
  if (!found) throw new Error('there is no base');
  return found;
}

/** A world in which the same layers are known under several names, each seen at that time. */
function known(names: Readonly<Record<string, { tracked?: boolean; since?: string }>>): World {
  const world = new World();
  for (const [name, how] of Object.entries(names)) {
    world.image(name, OS);
    world.knows(name, OS, how);
  }
  world.image(APP, { layers: [...OS.layers, 'app'] });
  return world;
}

const names = ({ evidence }: DescribedBase) =>
  evidence.flatMap(({ kind, name }) => (kind === 'layers' ? [name] : []));

describe('of several names of the same layers', () => {
  const EARLY = { since: '2026-01-01T00:00:00.000Z' };
  const LATE = { since: '2026-02-01T00:00:00.000Z' };

  it('the one that the image claims comes first, though its digest is unknown and others were seen earlier', () => {
    const world = known({ [OTHER]: EARLY, [DEBIAN]: { ...LATE, tracked: false } });
    // The layers contradict the digest in the label, but it still names one of these images.
    world.image(APP, { layers: [...OS.layers, 'app'], labels: basedOn(DEBIAN, UNPUSHED) });
    world.image(DEBIAN, { layers: ['os, next'] });
    expect(base(world)).toMatchObject({ name: DEBIAN, freshness: 'stale', conflict: false });
    expect(names(base(world))).not.toContain(OTHER);
  });

  it('then the one that is declared for it', () => {
    const world = known({ [OTHER]: EARLY, [DEBIAN]: { ...LATE, tracked: false } });
    world.declared.set(APP, DEBIAN);
    expect(base(world)).toMatchObject({ name: DEBIAN });
  });

  it('then one that is tracked, before one that is only trusted', () => {
    const world = known({ [OTHER]: { ...EARLY, tracked: false }, [DEBIAN]: LATE });
    expect(base(world)).toMatchObject({ name: DEBIAN });
    expect(names(base(world))).toEqual([DEBIAN]);
  });

  it('then the one that was seen first; equally good names are shown too', () => {
    const world = known({ [OTHER]: LATE, [DEBIAN]: EARLY });
    expect(base(world)).toMatchObject({ name: DEBIAN });
    expect(names(base(world))).toEqual([DEBIAN, OTHER]);
    expect(base(world).evidence[1]?.note).toContain('the same layers');
  });

  it.each([DEBIAN, OTHER])('that %s moved is no reason to prefer it or another', (moved) => {
    const world = known({ [OTHER]: LATE, [DEBIAN]: EARLY });
    world.image(moved, { layers: ['os, next', 'libs, next'] });
    expect(base(world)).toMatchObject({
      name: DEBIAN,
      freshness: moved === DEBIAN ? 'stale' : 'up-to-date',
    });
  });
});

/** An image with one kind of evidence for a digest of debian:12-slim that no registry has. */
const SAYS: Readonly<Record<string, (world: World) => void>> = {
  'an annotation': (world) =>
    world.image(APP, { layers: [...OS.layers, 'app'], annotations: basedOn(DEBIAN, UNPUSHED) }),
  'an annotation without a digest': (world) =>
    world.image(APP, { layers: [...OS.layers, 'app'], annotations: basedOn(DEBIAN) }),
  'an annotation of its index': (world) =>
    world.index(APP, [{ layers: [...OS.layers, 'app'] }], { annotations: basedOn(DEBIAN, UNPUSHED) }),
  'a label': (world) =>
    world.image(APP, { layers: [...OS.layers, 'app'], labels: basedOn(DEBIAN, UNPUSHED) }),
  provenance: (world) => {
    const app = make({ layers: [...OS.layers, 'app'] });
    const dependency = {
      uri: 'pkg:docker/debian@12-slim?platform=linux%2Famd64',
      digest: { sha256: UNPUSHED.slice(7) },
    };
    const statement = {
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'https://mobyproject.org/buildkit@v1',
          resolvedDependencies: [dependency],
        },
      },
    };
    world.index(APP, [app], { attestations: [{ of: app, statement }] });
  },
  'a declaration': (world) => {
    world.image(APP, { layers: [...OS.layers, 'app'] });
    world.declared.set(APP, DEBIAN);
  },
};

describe.each(Object.entries(SAYS))('a base that %s names with a digest that does not exist', (_, says) => {
  /** The base's tag has moved; the digest before was never seen at the tag. */
  function moved(world: World): World {
    says(world);
    world.image(DEBIAN, { layers: ['os, next', 'libs, next'] });
    world.seen.clear();
    return world;
  }

  it('is verified by layers that are known under its name, whatever other names they have', () => {
    const world = new World();
    world.image(DEBIAN, OS);
    world.image(OTHER, OS);
    world.knows(OTHER, OS);
    world.knows(DEBIAN, OS, { tracked: false });
    expect(base(moved(world))).toMatchObject({
      name: DEBIAN,
      conflict: false,
      freshness: 'stale',
      verification: 'verified',
    });
    expect(lineageOf(world, APP).status).toBe('stale');
    expect(knownByLayersAlone(base(world))).toEqual([]);
  });

  it('is verified by what its tag was before', () => {
    const world = new World();
    world.image(DEBIAN, OS);
    world.image(OTHER, OS);
    world.knows(OTHER, OS);
    says(world);
    world.image(DEBIAN, { layers: ['os, next', 'libs, next'] });
    expect(base(world)).toMatchObject({ conflict: false });
    expect(lineageOf(world, APP).status).toBe('stale');
  });

  it('does not conflict with another name of the layers', () => {
    const world = new World();
    world.image(OTHER, OS);
    world.knows(OTHER, OS);
    expect(base(moved(world)).conflict).toBe(false);
  });
});

describe('a base that layers alone name', () => {
  it('differs from one that other evidence names, platform by platform', () => {
    const world = new World();
    world.image(DEBIAN, OS);
    world.knows(DEBIAN, OS);
    world.image(APP, { layers: [...OS.layers, 'app'] });
    expect(knownByLayersAlone(base(world))).toEqual(['linux/amd64']);
    world.declared.set(APP, DEBIAN);
    expect(knownByLayersAlone(base(world))).toEqual([]);
    world.declared.clear();
    const arm = { layers: ['os, arm'], platform: 'linux/arm64' };
    world.index(DEBIAN, [OS, arm]);
    world.knows(DEBIAN, arm);
    const app = { layers: [...OS.layers, 'app'], annotations: basedOn(DEBIAN) };
    world.index(APP, [app, { ...arm, layers: ['os, arm', 'app'] }]);
    expect(knownByLayersAlone(base(world))).toEqual(['linux/arm64']);
  });
});

describe('layers that are known of another platform', () => {
  /** An index of these platforms, known by its layers, and an image without evidence for one platform on the layers of another. */
  function silent(platform: string, basePlatform: string, platforms: readonly string[]): World {
    const world = new World();
    const images = platforms.map((each) => ({ platform: each, layers: [`os ${each}`] }));
    world.index(DEBIAN, images);
    for (const each of images) world.knows(DEBIAN, each);
    world.image(APP, { platform, layers: [`os ${basePlatform}`, 'app'] });
    return world;
  }

  it.each([
    ['linux/arm/v7', 'linux/arm/v6', ['linux/amd64', 'linux/arm/v6']],
    ['linux/amd64/v3', 'linux/amd64', ['linux/amd64', 'linux/arm64']],
    ['linux/arm64', 'linux/amd64', ['linux/amd64', 'linux/arm64']],
  ])(
    'are a base’s of a %s image on that of %s, in an index of %j, until it moves',
    (platform, basePlatform, of) => {
      const world = silent(platform, basePlatform, of);
      expect(base(world)).toMatchObject({ name: DEBIAN, freshness: 'up-to-date', verification: 'verified' });
      expect(base(world).platforms[0]).toMatchObject({ platform, basePlatform });
      expect(base(world).reason).toContain(`based on the base’s image for ${basePlatform}`);
      world.index(
        DEBIAN,
        of.map((each) => ({ platform: each, layers: [`new ${each}`] })),
      );
      expect(base(world)).toMatchObject({ freshness: 'stale', verification: 'verified' });
    },
  );

  it('are stale if the tag has the image’s own platform now: a builder takes that', () => {
    const world = silent('linux/arm/v7', 'linux/arm/v6', ['linux/arm/v6']);
    const both = ['linux/arm/v6', 'linux/arm/v7'];
    world.index(
      DEBIAN,
      both.map((platform) => ({ platform, layers: [`os ${platform}`] })),
    );
    expect(base(world).freshness).toBe('stale');
  });

  it('of another architecture are compared with nothing else if that one cannot be checked', () => {
    const world = silent('linux/arm64', 'linux/amd64', ['linux/amd64', 'linux/arm64']);
    const { digest } = make({ platform: 'linux/amd64', layers: ['os linux/amd64'] }).document;
    const place = `docker.io/library/debian@${digest}`;
    for (const fact of [{ state: 'gone' }, unread('it answered 429')] as const) {
      world.manifests.set(place, fact);
      expect(base(world).freshness).toBe('unknown');
      expect(lineageOf(world, APP).status).toBe('unknown');
    }
  });

  it('rank below those of the platform itself', () => {
    const world = new World();
    const images = ['linux/arm/v6', 'linux/arm/v7'].map((platform) => ({ platform, ...OS }));
    world.index(DEBIAN, images);
    for (const each of images) world.knows(DEBIAN, each);
    world.image(APP, { platform: 'linux/arm/v7', layers: [...OS.layers, 'app'] });
    expect(base(world).platforms[0]).toMatchObject({ basePlatform: 'linux/arm/v7', reason: null });
  });

  it('prove a claim of that name with a digest that was never pushed', () => {
    const world = silent('linux/arm/v7', 'linux/arm/v6', ['linux/arm/v6']);
    world.knows(OTHER, { platform: 'linux/arm/v6', layers: ['os linux/arm/v6'] });
    const layers = ['os linux/arm/v6', 'app'];
    world.image(APP, { platform: 'linux/arm/v7', layers, annotations: basedOn(DEBIAN, UNPUSHED) });
    world.index(DEBIAN, [{ platform: 'linux/arm/v6', layers: ['new'] }]);
    world.forget(DEBIAN);
    expect(base(world)).toMatchObject({ name: DEBIAN, freshness: 'stale', verification: 'verified' });
  });

  it('never match another operating system', () => {
    const world = new World();
    world.knows(DEBIAN, OS);
    world.image(APP, { platform: 'freebsd/amd64', layers: [...OS.layers, 'app'] });
    expect(lineageOf(world, APP).status).toBe('unknown');
  });
});
