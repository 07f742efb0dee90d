import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Digest } from '#lib/oci/digest.ts';
import { digestOf } from '#lib/oci/hash.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import type { Facts, Need } from './facts.ts';
import { resolveLineage } from './resolve.ts';
import { statusOfBase } from './status.ts';
import { basedOn, lineageOf, NOW, World } from './testing.ts';
import { verifyLayers } from './verify.ts';

/** Facts that answer only what was fetched; `fetch` says what a registry would. */
function fetching(world: World) {
  const asked = new Set<string>();
  const key = (need: Need) =>
    need.kind === 'tag'
      ? `tag ${formatReference(need.reference)}`
      : need.kind === 'tags'
        ? `tags ${need.repository.repository}`
        : `${need.kind} ${need.repository.repository}@${need.digest}`;
  const known = (kind: Need['kind']) => (repository: { repository: string }, digest: Digest) =>
    asked.has(`${kind} ${repository.repository}@${digest}`);
  const facts: Facts = {
    tag: (reference) => (asked.has(`tag ${formatReference(reference)}`) ? world.tag(reference) : undefined),
    manifest: (repository, digest) =>
      known('manifest')(repository, digest) ? world.manifest(repository, digest) : undefined,
    config: (repository, digest) =>
      known('config')(repository, digest) ? world.config(repository, digest) : undefined,
    statement: (repository, digest) =>
      known('statement')(repository, digest) ? world.statement(repository, digest) : undefined,
    tags: () => undefined,
    history: world.history,
    imagesBeneath: world.imagesBeneath,
    declaredBase: world.declaredBase,
  };
  return { facts, asked, key };
}

function drive(world: World, reference: string) {
  const { facts, asked, key } = fetching(world);
  let rounds = 0;
  for (;;) {
    const resolution = resolveLineage(parseReference(reference), facts, NOW);
    if (resolution.kind === 'resolved') return { lineage: resolution.value, asked, rounds };
    for (const need of resolution.needs) {
      if (asked.has(key(need))) throw new Error(`asked twice for ${key(need)}`);
      asked.add(key(need));
    }
    rounds += 1;
  }
}

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

describe('resolveLineage asks for what it needs and no more', () => {
  it.each([1, 2, 3, 5])('a current chain of %i: one tag, one manifest and one config each', (depth) => {
    const { asked, lineage } = drive(chainOf(depth), `i${depth - 1}:1`);
    expect(lineage.status).toBe(depth === 1 ? 'root' : 'up-to-date');
    expect(asked.size).toBe(3 * depth);
  });

  it('a moved base costs its new manifest and config more', () => {
    const world = chainOf(2);
    world.image('i0:1', { layers: ['new'] });
    const { asked, lineage } = drive(world, 'i1:1');
    expect(lineage.status).toBe('stale');
    expect(asked.size).toBe(3 + 3 + 2);
  });

  it('an annotation that is borne out keeps labels and provenance from being fetched', () => {
    const world = chainOf(2);
    const base = world.tag(parseReference('i0:1'));
    const digest = base?.state === 'resolved' ? base.digest : undefined;
    world.image('i1:1', {
      layers: ['l0', 'x'],
      annotations: basedOn('i0:1', digest),
      labels: basedOn('other:1', digest),
    });
    const { asked } = drive(world, 'i1:1');
    expect([...asked].filter((key) => key.includes('other'))).toEqual([]);
  });
});

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

  it('end, ask for nothing twice, and give the same for the same facts', () => {
    fc.assert(
      fc.property(worlds, ({ world, reference }) => {
        const { lineage, rounds } = drive(world, reference);
        expect(rounds).toBeLessThan(80);
        expect(lineage).toEqual(lineageOf(world, reference));
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
