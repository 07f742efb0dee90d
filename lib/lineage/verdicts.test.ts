import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/hash.ts';
import type { BaseVerdict, Lineage } from './lineage.ts';
import { basedOn, lineageOf, make, World } from './testing.ts';

const BASE = 'registry.test/base:1';
const APP = 'registry.test/app:1';
const LATER = '2026-06-02T00:00:00.000Z';

function base(lineage: Lineage): BaseVerdict {
  const verdict = lineage.links[0]?.base;
  if (!verdict) throw new Error(`expected a base, got ${JSON.stringify(lineage)}`);
  return verdict;
}

/** A world with a base of two layers and an app on it, as annotated by a builder. */
function simple(annotate = (digest: string) => basedOn(BASE, digest)) {
  const world = new World();
  const old = world.image(BASE, { layers: ['os', 'libs'] });
  world.image(APP, { layers: ['os', 'libs', 'app'], annotations: annotate(old) });
  return { world, old };
}

type Case = [state: string, content: () => World, freshness: string, verification: string, status: string];

const moved =
  (layers: readonly string[], more = {}) =>
  () => {
    const { world } = simple();
    world.image(BASE, { layers, ...more });
    return world;
  };

describe('a state of one platform, and the registry content that causes it', () => {
  it.each<Case>([
    ['the tag has the annotated digest', () => simple().world, 'up-to-date', 'verified', 'up-to-date'],
    ['the base moved to other layers', moved(['os2', 'libs2']), 'stale', 'verified', 'stale'],
    ['the base only gained a layer', moved(['os', 'libs', 'more']), 'stale', 'verified', 'stale'],
    [
      'the base was built anew with the same layers',
      moved(['os', 'libs'], { created: '2026-05-01T00:00:00Z' }),
      'same-content',
      'verified',
      'up-to-date',
    ],
    [
      'the base has another configuration',
      moved(['os', 'libs'], { env: ['A=1'] }),
      'stale-config',
      'verified',
      'stale',
    ],
    [
      'the base was compressed anew',
      moved(['os', 'libs'], { packed: ' zstd' }),
      'same-content',
      'verified',
      'up-to-date',
    ],
    [
      'the image was compressed anew',
      () => {
        const { world, old } = simple();
        world.image(APP, { layers: ['os', 'libs', 'app'], packed: ' zstd', annotations: basedOn(BASE, old) });
        return world;
      },
      'up-to-date',
      'verified-recompressed',
      'up-to-date',
    ],
    [
      'the image does not begin with the base',
      () => {
        const { world, old } = simple();
        world.image(APP, { layers: ['other', 'app'], annotations: basedOn(BASE, old) });
        return world;
      },
      'up-to-date',
      'contradicted',
      'broken',
    ],
    [
      'the base is longer than the image',
      () => {
        const { world, old } = simple();
        world.image(APP, { layers: ['os'], annotations: basedOn(BASE, old) });
        return world;
      },
      'up-to-date',
      'contradicted',
      'broken',
    ],
    [
      'the image is squashed',
      () => {
        const world = new World();
        const old = world.image(BASE, { layers: ['os', 'libs'], history: ['ADD os', 'RUN libs'] });
        world.image(APP, {
          layers: ['everything'],
          history: ['ADD os', 'RUN libs', 'COPY app'],
          annotations: basedOn(BASE, old),
        });
        return world;
      },
      'up-to-date',
      'unverifiable',
      'unknown',
    ],
    [
      'the image has fewer diff IDs than layers',
      () => {
        const { world, old } = simple();
        world.image(APP, {
          layers: ['os', 'libs', 'app'],
          diffIds: ['os', 'libs'],
          annotations: basedOn(BASE, old),
        });
        return world;
      },
      'up-to-date',
      'unverifiable',
      'unknown',
    ],
    [
      'the base is named by digest alone',
      () => simple((digest) => basedOn(`registry.test/base@${digest}`)).world,
      'pinned',
      'verified',
      'pinned',
    ],
    [
      'only a digest is annotated',
      () => simple((digest) => ({ 'org.opencontainers.image.base.digest': digest })).world,
      'pinned',
      'unverifiable',
      'pinned',
    ],
    [
      'the base’s tag is gone',
      () => {
        const { world } = simple();
        world.removeTag(BASE);
        return world;
      },
      'base-tag-gone',
      'verified',
      'broken',
    ],
    [
      'the base’s digest was collected after the tag moved',
      () => {
        const { world, old } = simple();
        world.forget(BASE);
        world.image(BASE, { layers: ['os2'] });
        world.removeDigest(BASE, old);
        return world;
      },
      'base-digest-gone',
      'unverifiable',
      'broken',
    ],
    [
      'the base’s digest and tag are gone',
      () => {
        const { world, old } = simple();
        world.removeTag(BASE);
        world.removeDigest(BASE, old);
        world.forget(BASE);
        return world;
      },
      'base-gone',
      'unverifiable',
      'broken',
    ],
    [
      'the digest a pin names is gone',
      () => {
        const { world, old } = simple((digest) => basedOn(`registry.test/base@${digest}`));
        world.removeDigest(BASE, old);
        return world;
      },
      'base-gone',
      'unverifiable',
      'broken',
    ],
    [
      'the registry of the base does not answer',
      () => {
        const { world } = simple();
        world.failTag(BASE, 'registry.test did not answer');
        return world;
      },
      'unknown',
      'verified',
      'unknown',
    ],
    [
      'only the name is annotated and its layers are there',
      () => simple(() => basedOn(BASE)).world,
      'same-content',
      'verified',
      'up-to-date',
    ],
    [
      'only the name is annotated and it has other layers now',
      () => {
        const { world } = simple(() => basedOn(BASE));
        world.forget(BASE);
        world.image(BASE, { layers: ['os2'] });
        return world;
      },
      'stale',
      'unverifiable',
      'stale',
    ],
  ])('%s', (_, content, freshness, verification, status) => {
    const lineage = lineageOf(content(), APP);
    expect({
      freshness: base(lineage).freshness,
      verification: base(lineage).verification,
      status: lineage.status,
    }).toEqual({ freshness, verification, status });
    expect(lineage.summary).not.toBe('');
    if (status === 'unknown' || verification === 'unverifiable') expect(base(lineage).reason).toBeTruthy();
  });
});

const AMD = 'linux/amd64';
const ARM = 'linux/arm64';

describe('what builders write', () => {
  /** debian as an index, python on it as Docker's official images are written: unqualified name, platform digest. */
  function official() {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['debian-amd'] });
    const arm = make({ platform: ARM, layers: ['debian-arm'] });
    world.index('debian:12-slim', [amd, arm]);
    world.index('python:3', [
      {
        platform: AMD,
        layers: ['debian-amd', 'py-amd'],
        annotations: basedOn('debian:12-slim', amd.document.digest),
      },
      {
        platform: ARM,
        layers: ['debian-arm', 'py-arm'],
        annotations: basedOn('debian:12-slim', arm.document.digest),
      },
    ]);
    return { world, amd, arm };
  }

  it('official images: the platform digest of a multi-arch base is current', () => {
    const lineage = lineageOf(official().world, 'python:3');
    expect(lineage.status).toBe('up-to-date');
    expect(base(lineage)).toMatchObject({
      name: 'docker.io/library/debian:12-slim',
      freshness: 'up-to-date',
      verification: 'verified',
    });
    expect(
      base(lineage).platforms.map(({ platform, baseLayers, appLayers }) => [platform, baseLayers, appLayers]),
    ).toEqual([
      [AMD, 1, 1],
      [ARM, 1, 1],
    ]);
  });

  it('official images: a base index that moved for one platform alone is stale there alone', () => {
    const { world, arm } = official();
    world.index('debian:12-slim', [make({ platform: AMD, layers: ['debian-amd-new'] }), arm]);
    const lineage = lineageOf(world, 'python:3');
    expect(lineage.status).toBe('stale');
    expect(base(lineage).platforms.map((each) => each.freshness)).toEqual(['stale', 'up-to-date']);
  });

  it('official images: amd64 first in the index is not taken for arm64', () => {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['amd'] });
    const arm = make({ platform: ARM, layers: ['arm'] });
    const index = world.index('debian:12', [amd, arm]);
    world.image('app:1', { platform: ARM, layers: ['arm', 'app'], annotations: basedOn('debian:12', index) });
    expect(lineageOf(world, 'app:1').status).toBe('up-to-date');
    expect(base(lineageOf(world, 'app:1')).platforms[0]?.currentDigest).toBe(arm.document.digest);
  });

  it('ko: index digest on the index, platform digests in the children', () => {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['d-amd'] });
    const arm = make({ platform: ARM, layers: ['d-arm'] });
    const index = world.index('cgr.dev/static:1', [amd, arm]);
    const child = (image: typeof amd, layers: string[], platform: string) => ({
      platform,
      layers,
      annotations: basedOn('cgr.dev/static:1', image.document.digest),
    });
    world.index('app:1', [child(amd, ['d-amd', 'a'], AMD), child(arm, ['d-arm', 'b'], ARM)], {
      annotations: basedOn('cgr.dev/static:1', index),
    });
    const lineage = lineageOf(world, 'app:1');
    expect(lineage.status).toBe('up-to-date');
    expect(base(lineage).conflict).toBe(false);
    expect(new Set(base(lineage).evidence.map(({ level }) => level))).toEqual(new Set(['manifest', 'index']));
  });

  it('an annotated index whose moved base keeps this platform: index-moved', () => {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['amd'] });
    const before = world.index('b:1', [amd, make({ platform: ARM, layers: ['arm'] })]);
    world.image('app:1', { layers: ['amd', 'app'], annotations: basedOn('b:1', before) });
    world.index('b:1', [amd, make({ platform: ARM, layers: ['arm2'] })]);
    expect(base(lineageOf(world, 'app:1')).freshness).toBe('index-moved');
    expect(lineageOf(world, 'app:1').status).toBe('up-to-date');
  });

  it('a base that lost the platform: platform-gone', () => {
    const { world, amd } = official();
    world.index('debian:12-slim', [amd]);
    expect(base(lineageOf(world, 'python:3')).freshness).toBe('platform-gone');
    expect(lineageOf(world, 'python:3').status).toBe('broken');
  });

  it.each(['descriptor', 'index'] as const)('annotations on the %s alone', (level) => {
    const world = new World();
    const old = world.index('b:1', [make({ layers: ['os'] })]);
    const words = basedOn('b:1', old);
    world.index(
      'app:1',
      [{ layers: ['os', 'app'] }],
      level === 'index' ? { annotations: words } : { descriptorAnnotations: words },
    );
    expect(lineageOf(world, 'app:1').status).toBe('up-to-date');
    expect(base(lineageOf(world, 'app:1')).evidence[0]?.level).toBe(level);
  });

  it('a nested index', () => {
    const world = new World();
    const old = world.index('b:1', [make({ layers: ['os'] })], { nested: true });
    world.index('app:1', [{ layers: ['os', 'app'], annotations: basedOn('b:1', old) }], { nested: true });
    expect(lineageOf(world, 'app:1').status).toBe('up-to-date');
  });

  it('buildah: two empty strings are a root', () => {
    const world = new World();
    world.image('root:1', { layers: ['os'], annotations: basedOn('', '') });
    expect(lineageOf(world, 'root:1')).toMatchObject({ status: 'root', end: 'root' });
  });

  it('empty strings inherited by a tool that appends are no root where a known image lies beneath', () => {
    const { world } = simple();
    world.knows(BASE, { layers: ['os', 'libs'] });
    world.image(APP, { layers: ['os', 'libs', 'app'], annotations: basedOn('', '') });
    const lineage = lineageOf(world, APP);
    expect(lineage.status).toBe('up-to-date');
    expect(base(lineage).name).toBe(BASE);
  });

  it('buildah --layers: an intermediate digest that is in no registry is not stale by itself', () => {
    const { world } = simple(() => basedOn(BASE, digestOf('intermediate')));
    expect(base(lineageOf(world, APP))).toMatchObject({
      freshness: 'same-content',
      verification: 'verified',
    });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    world.image(BASE, { layers: ['os3'] });
    const later = lineageOf(world, APP);
    expect(base(later)).toMatchObject({ freshness: 'stale', verification: 'verified' });
    expect(later.status).toBe('stale');
  });

  it('labels are followed where the layers agree', () => {
    const world = new World();
    const old = world.image(BASE, { layers: ['os'] });
    world.image(APP, { layers: ['os', 'app'], labels: basedOn(BASE, old) });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    expect(base(lineageOf(world, APP)).evidence[0]).toMatchObject({ kind: 'label', level: 'config' });
  });

  it('labels that the layers contradict are left out', () => {
    const world = new World();
    const old = world.image(BASE, { layers: ['os'] });
    world.image(APP, { layers: ['else', 'app'], labels: basedOn(BASE, old) });
    expect(lineageOf(world, APP)).toMatchObject({ status: 'unknown', end: 'no-evidence' });
  });

  it('an inherited label about the grandparent is no conflict with the annotation', () => {
    const world = new World();
    const os = world.image('registry.test/os:1', { layers: ['os'] });
    const middle = world.image(BASE, { layers: ['os', 'libs'], labels: basedOn('registry.test/os:1', os) });
    world.image(APP, {
      layers: ['os', 'libs', 'app'],
      labels: basedOn('registry.test/os:1', os),
      annotations: basedOn(BASE, middle),
    });
    const lineage = lineageOf(world, APP);
    expect(base(lineage)).toMatchObject({ name: BASE, conflict: false });
    expect(lineage.status).toBe('up-to-date');
    expect(lineage.links.map(({ reference }) => reference)).toEqual([APP, BASE, 'registry.test/os:1']);
  });

  it('buildpacks: the run image', () => {
    const world = new World();
    const run = world.image('paketo/run:1', { layers: ['os', 'run'] });
    const metadata = {
      runImage: {
        topLayer: digestOf('run'),
        reference: `docker.io/paketo/run@${run}`,
        image: 'paketo/run:1',
      },
    };
    world.image(APP, {
      layers: ['os', 'run', 'app'],
      labels: { 'io.buildpacks.lifecycle.metadata': JSON.stringify(metadata) },
    });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    expect(base(lineageOf(world, APP))).toMatchObject({
      name: 'docker.io/paketo/run:1',
      evidence: [{ kind: 'buildpacks' }],
    });
    world.image('paketo/run:1', { layers: ['os2', 'run2'] });
    expect(lineageOf(world, APP).status).toBe('stale');
  });

  it('layers matched against known images, the longest first', () => {
    const world = new World();
    world.image('os:1', { layers: ['os'] });
    world.image(BASE, { layers: ['os', 'libs'] });
    world.knows('os:1', { layers: ['os'] });
    world.knows(BASE, { layers: ['os', 'libs'] });
    world.image(APP, { layers: ['os', 'libs', 'app'] });
    expect(base(lineageOf(world, APP))).toMatchObject({
      name: BASE,
      evidence: [{ kind: 'layers', level: 'fleet' }],
    });
  });

  it('a base that the operator declared', () => {
    const { world } = simple(() => ({}));
    world.declared.set(APP, BASE);
    expect(base(lineageOf(world, APP))).toMatchObject({
      name: BASE,
      evidence: [{ kind: 'declared', level: 'operator' }],
    });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
  });

  it('nothing at all: no evidence, never green', () => {
    const world = new World();
    world.image(APP, { layers: ['x'] });
    expect(lineageOf(world, APP)).toMatchObject({ status: 'unknown', end: 'no-evidence' });
  });

  it.each([
    ['garbage for a digest', basedOn(BASE, 'sha256:zz'), 'same-content'],
    ['a name that is no reference', { ...basedOn('Not A Name', digestOf('x')) }, 'pinned'],
    ['index.docker.io', basedOn('index.docker.io/library/hub:1'), 'same-content'],
  ])('%s', (_, annotations, freshness) => {
    const { world } = simple(() => annotations);
    world.image('hub:1', { layers: ['os', 'libs'] });
    expect(base(lineageOf(world, APP)).freshness).toBe(freshness);
  });
});

describe('provenance', () => {
  const dependency = (name: string, digest: string) => ({
    uri: `pkg:docker/${name}?platform=linux%2Famd64`,
    digest: { sha256: digest.replace('sha256:', '') },
  });
  const frontend = dependency('docker/dockerfile@1', digestOf('frontend'));

  function built(make1: (old: string, tool: string) => unknown) {
    const world = new World();
    const old = world.index('library/debian:12', [make({ layers: ['debian'] })]);
    const tool = world.index('library/golang:1', [make({ layers: ['debian', 'go'] })]);
    const other = world.index('library/node:1', [make({ layers: ['node'] })]);
    const app = make({ layers: ['debian', 'app'] });
    world.index('app:1', [app], { attestations: [{ of: app, statement: make1(old, tool) }] });
    return { world, old, tool, other };
  }

  const v1 = (dependencies: unknown[], llbDefinition?: unknown) => ({
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        resolvedDependencies: dependencies,
        internalParameters: { buildConfig: { llbDefinition } },
      },
    },
  });

  it('v1, mode=min: the input whose layers begin the image, not the first one', () => {
    const { world } = built((old, tool) =>
      v1([frontend, dependency('library/golang@1', tool), dependency('library/debian@12', old)]),
    );
    const lineage = lineageOf(world, 'app:1');
    expect(base(lineage)).toMatchObject({
      name: 'docker.io/library/debian:12',
      freshness: 'up-to-date',
      verification: 'verified',
    });
    expect(lineage.status).toBe('up-to-date');
    world.index('library/debian:12', [make({ layers: ['debian-new'] })]);
    expect(lineageOf(world, 'app:1').status).toBe('stale');
  });

  it('v0.2: materials', () => {
    const { world } = built((old) => ({ predicate: { materials: [dependency('debian@12', old)] } }));
    expect(base(lineageOf(world, 'app:1'))).toMatchObject({
      name: 'docker.io/library/debian:12',
      verification: 'verified',
    });
  });

  it('mode=max: the source that the last step leads back to', () => {
    const steps = [
      { id: 'step0', op: { Op: { source: { identifier: 'docker-image://docker.io/library/golang:1' } } } },
      { id: 'step1', op: { Op: { source: { identifier: 'docker-image://docker.io/library/debian:12' } } } },
      { id: 'step2', inputs: ['step0:0'], op: { Op: { exec: { mounts: [{ dest: '/', input: 0 }] } } } },
      { id: 'step3', inputs: ['step1:0', 'step2:0'], op: { Op: { file: { actions: [{ input: 0 }] } } } },
      { id: 'step4', inputs: ['step3:0'], op: { Op: null } },
    ];
    const { world } = built((old, tool) =>
      v1([dependency('library/debian@12', old), dependency('library/golang@1', tool)], steps),
    );
    expect(base(lineageOf(world, 'app:1'))).toMatchObject({
      name: 'docker.io/library/debian:12',
      verification: 'verified',
    });
  });

  it('FROM scratch with a COPY lists an image that is no base', () => {
    const { world } = built((_, tool) => v1([dependency('library/golang@1', tool)]));
    expect(lineageOf(world, 'app:1')).toMatchObject({ end: 'no-evidence', status: 'unknown' });
    const steps = [
      { id: 'step0', op: { Op: { source: { identifier: 'docker-image://docker.io/library/golang:1' } } } },
      { id: 'step1', inputs: ['step0:0'], op: { Op: { file: { actions: [{ input: -1 }] } } } },
      { id: 'step2', inputs: ['step1:0'], op: { Op: null } },
    ];
    const told = built((_, tool) => v1([dependency('library/golang@1', tool)], steps));
    expect(lineageOf(told.world, 'app:1')).toMatchObject({ end: 'root', status: 'root' });
  });

  it('an annotation that the layers deny and a provenance that they confirm: a conflict', () => {
    const world = new World();
    const old = world.index('library/debian:12', [make({ layers: ['debian'] })]);
    const false1 = world.index('library/node:1', [make({ layers: ['node'] })]);
    const app = make({ layers: ['debian', 'app'], annotations: basedOn('node:1', false1) });
    world.index('app:1', [app], {
      attestations: [{ of: app, statement: v1([dependency('library/debian@12', old)]) }],
    });
    const lineage = lineageOf(world, 'app:1');
    expect(base(lineage).conflict).toBe(true);
    expect(lineage.status).toBe('broken');
    expect(base(lineage).evidence.map(({ kind }) => kind)).toEqual(['annotation', 'provenance']);
  });
});

describe('chains', () => {
  function chain() {
    const world = new World();
    const os = world.image('os:1', { layers: ['os'], annotations: basedOn('scratch') });
    const runtime = world.image('runtime:1', { layers: ['os', 'rt'], annotations: basedOn('os:1', os) });
    world.image('app:1', { layers: ['os', 'rt', 'app'], annotations: basedOn('runtime:1', runtime) });
    return world;
  }

  it('follow base to base to the root', () => {
    const lineage = lineageOf(chain(), 'app:1');
    expect(lineage.links.map(({ reference }) => reference)).toEqual([
      'docker.io/library/app:1',
      'docker.io/library/runtime:1',
      'docker.io/library/os:1',
    ]);
    expect(lineage).toMatchObject({ status: 'up-to-date', end: 'root' });
  });

  it('stale below: the direct base is current, a lower one moved', () => {
    const world = chain();
    world.image('os:1', { layers: ['os2'], annotations: basedOn('scratch') });
    const lineage = lineageOf(world, 'app:1');
    expect(lineage.status).toBe('stale-by-ancestor');
    expect(lineage.summary).toContain('`os:1`');
    expect(lineageOf(world, 'runtime:1').status).toBe('stale');
  });

  it('an ancestor that cannot be checked is never green', () => {
    const world = chain();
    world.failTag('os:1', 'it answered 429');
    expect(lineageOf(world, 'app:1')).toMatchObject({
      status: 'unknown',
      summary: expect.stringContaining('429'),
    });
  });

  it('end at an image that stands on itself', () => {
    const world = new World();
    const digest = world.image('app:1', { layers: ['a'] });
    world.image('app:1', { layers: ['a'], annotations: basedOn('app:1', digest) });
    world.point('app:1', digest);
    const self = world.image('self:1', { layers: ['a'], annotations: basedOn('self:1') });
    expect(self).toBeDefined();
    expect(lineageOf(world, 'self:1')).toMatchObject({ end: 'cycle', status: 'unknown' });
  });

  it('end after sixteen links', () => {
    const world = new World();
    let below = world.image('i0:1', { layers: ['l0'] });
    const layers = ['l0'];
    for (let n = 1; n <= 20; n += 1) {
      layers.push(`l${n}`);
      below = world.image(`i${n}:1`, { layers: [...layers], annotations: basedOn(`i${n - 1}:1`, below) });
    }
    const lineage = lineageOf(world, 'i20:1');
    expect(lineage).toMatchObject({ end: 'too-deep', status: 'unknown' });
    expect(lineage.links).toHaveLength(16);
  });

  it('an image that is gone or not visible is unknown, with the reason', () => {
    expect(lineageOf(new World(), 'app:1')).toMatchObject({
      status: 'unknown',
      end: 'unresolvable',
      digest: null,
    });
    const world = new World();
    world.failTag('app:1', 'not visible to us');
    expect(lineageOf(world, 'app:1').summary).toContain('not visible to us');
  });

  it('behind since the first other digest after the one the image stands on', () => {
    const { world, old } = simple();
    world.seen.set(BASE, [
      { digest: old, firstSeen: '2026-01-01T00:00:00.000Z' },
      { digest: digestOf('second'), firstSeen: '2026-02-01T00:00:00.000Z' },
    ]);
    const now = world.image(BASE, { layers: ['os9'] });
    world.point(BASE, now, LATER);
    expect(base(lineageOf(world, APP)).behindSince).toBe('2026-02-01T00:00:00.000Z');
  });

  it('names a newer tag where the list is known', () => {
    const world = new World();
    const old = world.image('library/node:20.1-slim', { layers: ['n'] });
    world.image('app:1', { layers: ['n', 'a'], annotations: basedOn('node:20.1-slim', old) });
    world.tagLists.set('docker.io/library/node', {
      state: 'present',
      tags: ['20.9-slim', '20.10-slim', '21', '20.10', '22.0-alpine', 'latest'],
    });
    expect(base(lineageOf(world, 'app:1')).newerTag).toBe('20.10-slim');
  });
});
