import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { basedOn, lineageOf, make, World } from '../testing.ts';
import { APP, annotatedApp, BASE, baseOf } from './testing.ts';

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
    expect(baseOf(lineage)).toMatchObject({
      name: 'docker.io/library/debian:12-slim',
      freshness: 'up-to-date',
      verification: 'verified',
    });
    expect(
      baseOf(lineage).platforms.map(({ platform, baseLayers, appLayers }) => [
        platform,
        baseLayers,
        appLayers,
      ]),
    ).toEqual([
      [AMD, 1, 1],
      [ARM, 1, 1],
    ]);
  });

  it('official images: a base index that moved for one platform is stale only there', () => {
    const { world, arm } = official();
    world.index('debian:12-slim', [make({ platform: AMD, layers: ['debian-amd-new'] }), arm]);
    const lineage = lineageOf(world, 'python:3');
    expect(lineage.status).toBe('stale');
    expect(baseOf(lineage).platforms.map((each) => each.freshness)).toEqual(['stale', 'up-to-date']);
  });

  it('official images: amd64, first in the index, is not used for arm64', () => {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['amd'] });
    const arm = make({ platform: ARM, layers: ['arm'] });
    const index = world.index('debian:12', [amd, arm]);
    world.image('app:1', { platform: ARM, layers: ['arm', 'app'], annotations: basedOn('debian:12', index) });
    expect(lineageOf(world, 'app:1').status).toBe('up-to-date');
    expect(baseOf(lineageOf(world, 'app:1')).platforms[0]?.currentDigest).toBe(arm.document.digest);
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
    expect(baseOf(lineage).conflict).toBe(false);
    expect(new Set(baseOf(lineage).evidence.map(({ level }) => level))).toEqual(
      new Set(['manifest', 'index']),
    );
  });

  it('an annotated index whose moved base keeps this platform: index-moved', () => {
    const world = new World();
    const amd = make({ platform: AMD, layers: ['amd'] });
    const before = world.index('b:1', [amd, make({ platform: ARM, layers: ['arm'] })]);
    world.image('app:1', { layers: ['amd', 'app'], annotations: basedOn('b:1', before) });
    world.index('b:1', [amd, make({ platform: ARM, layers: ['arm2'] })]);
    expect(baseOf(lineageOf(world, 'app:1')).freshness).toBe('index-moved');
    expect(lineageOf(world, 'app:1').status).toBe('up-to-date');
  });

  it('a base that lost the platform: platform-gone', () => {
    const { world, amd } = official();
    world.index('debian:12-slim', [amd]);
    expect(baseOf(lineageOf(world, 'python:3')).freshness).toBe('platform-gone');
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
    expect(baseOf(lineageOf(world, 'app:1')).evidence[0]?.level).toBe(level);
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

  it('empty strings inherited by a tool that appends are not a root if the first layers are a known image’s', () => {
    const { world } = annotatedApp();
    world.knows(BASE, { layers: ['os', 'libs'] });
    world.image(APP, { layers: ['os', 'libs', 'app'], annotations: basedOn('', '') });
    const lineage = lineageOf(world, APP);
    expect(lineage.status).toBe('up-to-date');
    expect(baseOf(lineage).name).toBe(BASE);
  });

  it('buildah --layers: an intermediate digest that is in no registry is not stale by itself', () => {
    const { world } = annotatedApp(() => basedOn(BASE, digestOf('intermediate')));
    expect(baseOf(lineageOf(world, APP))).toMatchObject({
      freshness: 'same-content',
      verification: 'verified',
    });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    world.image(BASE, { layers: ['os3'] });
    const later = lineageOf(world, APP);
    expect(baseOf(later)).toMatchObject({ freshness: 'stale', verification: 'verified' });
    expect(later.status).toBe('stale');
  });

  it('labels are followed if the layers prove them', () => {
    const world = new World();
    const old = world.image(BASE, { layers: ['os'] });
    world.image(APP, { layers: ['os', 'app'], labels: basedOn(BASE, old) });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    expect(baseOf(lineageOf(world, APP)).evidence[0]).toMatchObject({ kind: 'label', level: 'config' });
  });

  it('labels that the layers contradict are not followed', () => {
    const world = new World();
    const old = world.image(BASE, { layers: ['os'] });
    world.image(APP, { layers: ['else', 'app'], labels: basedOn(BASE, old) });
    expect(lineageOf(world, APP)).toMatchObject({ status: 'unknown', end: 'no-evidence' });
  });

  it('an inherited label about the base’s base does not conflict with the annotation', () => {
    const world = new World();
    const os = world.image('registry.test/os:1', { layers: ['os'] });
    const middle = world.image(BASE, { layers: ['os', 'libs'], labels: basedOn('registry.test/os:1', os) });
    world.image(APP, {
      layers: ['os', 'libs', 'app'],
      labels: basedOn('registry.test/os:1', os),
      annotations: basedOn(BASE, middle),
    });
    const lineage = lineageOf(world, APP);
    expect(baseOf(lineage)).toMatchObject({ name: BASE, conflict: false });
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
    expect(baseOf(lineageOf(world, APP))).toMatchObject({
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
    expect(baseOf(lineageOf(world, APP))).toMatchObject({
      name: BASE,
      evidence: [{ kind: 'layers', level: 'fleet' }],
    });
  });

  it('a base that the operator declared', () => {
    const { world } = annotatedApp(() => ({}));
    world.declared.set(APP, BASE);
    expect(baseOf(lineageOf(world, APP))).toMatchObject({
      name: BASE,
      evidence: [{ kind: 'declared', level: 'operator' }],
    });
    expect(lineageOf(world, APP).status).toBe('up-to-date');
  });

  it('nothing at all: no-evidence, never green', () => {
    const world = new World();
    world.image(APP, { layers: ['x'] });
    expect(lineageOf(world, APP)).toMatchObject({ status: 'unknown', end: 'no-evidence' });
  });

  it.each([
    ['garbage for a digest', basedOn(BASE, 'sha256:zz'), 'same-content'],
    ['a name that is no reference', { ...basedOn('Not A Name', digestOf('x')) }, 'unknown'],
    ['index.docker.io', basedOn('index.docker.io/library/hub:1'), 'same-content'],
  ])('%s', (_, annotations, freshness) => {
    const { world } = annotatedApp(() => annotations);
    world.image('hub:1', { layers: ['os', 'libs'] });
    expect(baseOf(lineageOf(world, APP)).freshness).toBe(freshness);
  });
});
