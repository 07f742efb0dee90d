import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { verifyLayers } from '../images/verify-layers.ts';
import { basedOn, lineageOf, make, unread, World } from '../testing.ts';
import { createKnown, drive } from '../testing-driver.ts';
import { statusOfBase } from '../verdict/status.ts';

const isThere = (world: World, name: string) => world.tag(parseReference(name))?.state === 'resolved';

/** A chain of single-manifest images, `depth` of them, the lowest on scratch. */
function chainOf(depth: number): World {
  const world = new World();
  const layers: string[] = [];
  let below: Digest | undefined;
  for (let n = 0; n < depth; n += 1) {
    layers.push(`l${n}`);
    const annotations = below === undefined ? basedOn('scratch') : basedOn(`i${n - 1}:1`, below);
    below = world.image(`i${n}:1`, { layers: [...layers], annotations });
  }
  return world;
}

describe('resolveLineage requests what it needs and no more', () => {
  it.each([1, 2, 3, 5])('a current chain of %i: one tag, one manifest and one config each', (depth) => {
    const { requested, lineage } = drive(chainOf(depth), `i${depth - 1}:1`);
    expect(lineage.status).toBe(depth === 1 ? 'root' : 'up-to-date');
    expect(requested.size).toBe(3 * depth);
  });

  it('a moved base costs its new manifest and config more', () => {
    const world = chainOf(2);
    world.image('i0:1', { layers: ['new'] });
    const { requested, lineage } = drive(world, 'i1:1');
    expect(lineage.status).toBe('stale');
    expect(requested.size).toBe(3 + 3 + 2);
  });

  it('if the layers prove an annotation, labels and provenance are not fetched', () => {
    const world = chainOf(2);
    const base = world.tag(parseReference('i0:1'));
    const digest = base?.state === 'resolved' ? base.digest : undefined;
    world.image('i1:1', {
      layers: ['l0', 'x'],
      annotations: basedOn('i0:1', digest),
      labels: basedOn('other:1', digest),
    });
    const { requested } = drive(world, 'i1:1');
    expect([...requested].filter((key) => key.includes('other'))).toEqual([]);
  });
});

const AMD = 'linux/amd64';
const ARM = 'linux/arm64';

/** Docker's official images: an unqualified name and each platform's own digest; debian on nothing. */
function official(): World {
  const world = new World();
  const os = [AMD, ARM].map((platform) =>
    make({ platform, layers: [platform], annotations: basedOn('scratch') }),
  );
  world.index('debian:12', os);
  const python = os.map(({ platform, document }) => ({
    platform,
    layers: [platform, 'py'],
    annotations: basedOn('debian:12', document.digest),
  }));
  world.index('python:3', python);
  return world;
}

describe('requests', () => {
  it('two platforms on two: a tag, an index, and a manifest and config for each, per image', () => {
    const { requested, lineage } = drive(official(), 'python:3');
    expect(lineage.status).toBe('up-to-date');
    expect(requested.size).toBe(2 * (1 + 1 + 2 * 2));
  });

  it('provenance is not requested if the layers prove an annotation, nor for a root', () => {
    const world = provenanced(1);
    const images = [basedOn('os:1'), basedOn('scratch')].map((annotations) =>
      make({ layers: [`os${AMD}`, 'app'], annotations }),
    );
    for (const of of images) {
      world.index('app:1', [of], { attestations: [{ of, statement: {} }] });
      const { requested, lineage } = drive(world, 'app:1');
      expect(['up-to-date', 'root']).toContain(lineage.status);
      const fetched = [...requested].filter((key) => key.includes('/app'));
      expect(fetched.map((key) => key.split(' ')[0])).toEqual(['tag', 'manifest', 'manifest', 'config']);
    }
  });

  it('the tag of an input that its digest contradicts is not resolved', () => {
    const { requested } = drive(provenanced(1), 'app:1');
    expect([...requested].filter((key) => key.startsWith('tag')).toSorted()).toEqual([
      'tag docker.io/library/app:1',
      'tag docker.io/library/os:1',
    ]);
  });

  it('every platform waits for what they share, before evidence with lower precedence is read', () => {
    const world = new World();
    const layers = (platform: string) => ({ platform, layers: [platform] });
    const old = world.index('os:1', [layers(AMD), layers(ARM)]);
    const images = [AMD, ARM].map((platform) =>
      make({ platform, layers: [platform, 'app'], annotations: basedOn('os:1', old) }),
    );
    world.index('app:1', images, { attestations: images.map((of) => ({ of, statement: {} })) });
    const { requested } = drive(world, 'app:1');
    expect([...requested].filter((key) => key.startsWith('manifest') && key.includes('/app'))).toHaveLength(
      3,
    );
  });

  it('nothing is requested below one of several inputs before it is known to be the base', () => {
    const world = new World();
    const os = world.image('os:1', { layers: ['os'], annotations: basedOn('scratch') });
    const lower = world.image('lower:1', { layers: ['os', 'l'], annotations: basedOn('os:1', os) });
    const upper = world.image('upper:1', { layers: ['os', 'l', 'u'] });
    const resolvedDependencies = [lower, upper].map((digest, at) => ({
      uri: `pkg:docker/${at === 0 ? 'lower' : 'upper'}@1`,
      digest: { sha256: digest.replace('sha256:', '') },
    }));
    const of = make({ layers: ['os', 'l', 'u', 'app'] });
    const statement = { predicate: { buildDefinition: { resolvedDependencies } } };
    world.index('app:1', [of], { attestations: [{ of, statement }] });
    const known = createKnown();
    drive(world, 'lower:1', known);
    known.forgetTags();
    const { requested, lineage } = drive(world, 'app:1', known);
    expect(lineage.links[0]?.base?.name).toBe('docker.io/library/upper:1');
    expect([...requested].filter((key) => key.includes('/os'))).toEqual([]);
  });

  it('are made together: rounds do not grow with platforms or inputs', () => {
    const { rounds } = drive(official(), 'python:3');
    expect(rounds).toBe(6);
    expect(drive(provenanced(1), 'app:1').rounds).toBe(drive(provenanced(3), 'app:1').rounds);
  });

  it('a rescan of known content requests each tag that a verdict depends on, and nothing else', () => {
    const known = createKnown();
    drive(official(), 'python:3', known);
    drive(provenanced(2), 'app:1', known);
    known.forgetTags();
    const again = [
      ...drive(official(), 'python:3', known).requested,
      ...drive(provenanced(2), 'app:1', known).requested,
    ];
    expect(again.toSorted()).toEqual([
      'tag docker.io/library/app:1',
      'tag docker.io/library/debian:12',
      'tag docker.io/library/os:1',
      'tag docker.io/library/python:3',
    ]);
  });

  it('newer tags cost one list for each base, if wanted, and nothing else', () => {
    const world = chainOf(3);
    const plain = drive(world, 'i2:1').requested;
    const wanting = drive(world, 'i2:1', createKnown(), { wantNewerTags: true }).requested;
    expect([...wanting].filter((key) => !plain.has(key)).toSorted()).toEqual([
      'tags docker.io/library/i0',
      'tags docker.io/library/i1',
    ]);
  });
});

/** An image of several platforms with BuildKit's provenance of two inputs, mode=min. */
function provenanced(platforms: number): World {
  const world = new World();
  const names = [AMD, ARM, 'linux/s390x'].slice(0, platforms);
  const index = (tag: string, layers: readonly string[]) =>
    world.index(
      tag,
      names.map((platform) => make({ platform, layers: layers.map((layer) => layer + platform) })),
    );
  const uses = { 'os@1': index('os:1', ['os']), 'golang@1': index('golang:1', ['go']) };
  const resolvedDependencies = Object.entries(uses).map(([name, digest]) => ({
    uri: `pkg:docker/${name}`,
    digest: { sha256: digest.replace('sha256:', '') },
  }));
  const apps = names.map((platform) => make({ platform, layers: [`os${platform}`, 'app'] }));
  const statement = { predicate: { buildDefinition: { resolvedDependencies } } };
  world.index('app:1', apps, { attestations: apps.map((of) => ({ of, statement })) });
  return world;
}

describe('laws', () => {
  const names = fc.constantFrom('a', 'b', 'c', 'd');
  const stack = fc.array(names, { maxLength: 4 });

  /** Worlds of up to four images that claim each other at random, some tags moved, gone or failing. */
  const worlds = fc
    .array(
      fc.record({
        name: names,
        layers: stack,
        claims: names,
        digest: fc.boolean(),
        fate: fc.constantFrom('stays', 'moves', 'gone', 'fails', 'collected'),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((images) => {
      const world = new World();
      for (const { name, layers, claims, digest } of images) {
        const claimed = world.tag(parseReference(`${claims}:1`));
        const known = digest && claimed?.state === 'resolved' ? claimed.digest : undefined;
        world.image(`${name}:1`, { layers, annotations: basedOn(`${claims}:1`, known) });
      }
      for (const { name, fate } of images) {
        const now = world.tag(parseReference(`${name}:1`));
        if (fate === 'moves') world.image(`${name}:1`, { layers: ['moved'] });
        if (fate === 'gone') world.removeTag(`${name}:1`);
        if (fate === 'fails') world.failTag(`${name}:1`, 'it failed');
        if (fate === 'collected' && now?.state === 'resolved') world.removeDigest(`${name}:1`, now.digest);
      }
      return { world, reference: `${images.at(-1)?.name}:1` };
    });

  it('end, request nothing twice, and have the same result for the same facts', () => {
    fc.assert(
      fc.property(worlds, ({ world, reference }) => {
        const known = createKnown();
        const { lineage, rounds } = drive(world, reference, known);
        expect(rounds).toBeLessThan(80);
        const again = drive(world, reference, known);
        expect([again.lineage, again.rounds]).toEqual([lineage, 0]);
      }),
    );
  });

  it('green only where every link is fresh and verified', () => {
    fc.assert(
      fc.property(worlds, ({ world, reference }) => {
        const { status, links } = lineageOf(world, reference);
        if (status !== 'up-to-date') return;
        for (const { base } of links)
          if (base) expect(['up-to-date', 'pinned']).toContain(statusOfBase(base));
      }),
    );
  });

  it('never green if anything is not known', () => {
    const whole = fc.constantFrom(
      official,
      () => provenanced(2),
      () => chainOf(4),
    );
    const failing = unread('it failed');
    fc.assert(
      fc.property(whole, fc.nat(), fc.boolean(), (make1, pick, moved) => {
        const world = make1();
        const reference = ['python:3', 'app:1', 'i3:1'].find((name) => isThere(world, name)) ?? '';
        // Something that is not on the way may have moved, so more may be requested.
        if (moved && isThere(world, 'golang:1')) world.image('golang:1', { layers: ['new'] });
        const { requested, lineage } = drive(world, reference);
        expect(lineage.status).toBe('up-to-date');
        const one = [...requested][pick % requested.size] ?? '';
        const [kind, place = ''] = one.split(' ');
        expect(['tag', 'manifest', 'config', 'statement']).toContain(kind);
        if (kind === 'tag') world.tagFacts.set(place, failing);
        if (kind === 'manifest') world.manifests.set(place, failing);
        if (kind === 'config') world.configs.set(place, failing);
        if (kind === 'statement') world.statements.set(place, failing);
        const without = lineageOf(world, reference);
        expect([one, without.status]).toEqual([one, 'unknown']);
      }),
    );
  });

  it('unknown always says why', () => {
    fc.assert(
      fc.property(worlds, ({ world, reference }) => {
        const { status, summary, links } = lineageOf(world, reference);
        if (status === 'unknown') expect(summary.length).toBeGreaterThan(20);
        for (const { base } of links) if (base?.freshness === 'unknown') expect(base.reason).toBeTruthy();
      }),
    );
  });

  it('layers on top never change what is proven below', () => {
    fc.assert(
      fc.property(stack, stack, stack, (base, middle, top) => {
        const layered = (...parts: string[][]) => {
          const digests = parts.flat().map((layer) => digestOf(layer));
          return { diffIds: digests, layers: digests, history: [] };
        };
        const before = verifyLayers(layered(base, middle), layered(base));
        const after = verifyLayers(layered(base, middle, top), layered(base));
        expect(after.verification).toBe(before.verification);
        expect(after.baseLayers).toBe(before.baseLayers);
      }),
    );
  });
});
