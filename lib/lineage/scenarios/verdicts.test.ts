import { describe, expect, it } from 'vitest';
import { basedOn, lineageOf, World } from '../testing.ts';
import { APP, annotatedApp, BASE, baseOf } from './testing.ts';

type Case = [state: string, content: () => World, freshness: string, verification: string, status: string];

const moved =
  (layers: readonly string[], more = {}) =>
  () => {
    const { world } = annotatedApp();
    world.image(BASE, { layers, ...more });
    return world;
  };

describe('a state of one platform, and the registry content that causes it', () => {
  it.each<Case>([
    ['the tag has the annotated digest', () => annotatedApp().world, 'up-to-date', 'verified', 'up-to-date'],
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
      'the base was recompressed',
      moved(['os', 'libs'], { packed: ' zstd' }),
      'same-content',
      'verified',
      'up-to-date',
    ],
    [
      'the image was recompressed',
      () => {
        const { world, old } = annotatedApp();
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
        const { world, old } = annotatedApp();
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
        const { world, old } = annotatedApp();
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
        const { world, old } = annotatedApp();
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
      () => annotatedApp((digest) => basedOn(`registry.test/base@${digest}`)).world,
      'pinned',
      'verified',
      'pinned',
    ],
    [
      'only a digest is annotated',
      () => annotatedApp((digest) => ({ 'org.opencontainers.image.base.digest': digest })).world,
      'pinned',
      'unverifiable',
      'pinned',
    ],
    [
      'the base’s tag is gone',
      () => {
        const { world } = annotatedApp();
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
        const { world, old } = annotatedApp();
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
        const { world, old } = annotatedApp();
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
        const { world, old } = annotatedApp((digest) => basedOn(`registry.test/base@${digest}`));
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
        const { world } = annotatedApp();
        world.failTag(BASE, 'registry.test did not answer');
        return world;
      },
      'unknown',
      'verified',
      'unknown',
    ],
    [
      'only the name is annotated and its layers are there',
      () => annotatedApp(() => basedOn(BASE)).world,
      'same-content',
      'verified',
      'up-to-date',
    ],
    [
      'only the name is annotated and it has other layers now',
      () => {
        const { world } = annotatedApp(() => basedOn(BASE));
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
      freshness: baseOf(lineage).freshness,
      verification: baseOf(lineage).verification,
      status: lineage.status,
    }).toEqual({ freshness, verification, status });
    expect(lineage.summary).not.toBe('');
    if (status === 'unknown' || verification === 'unverifiable') expect(baseOf(lineage).reason).toBeTruthy();
  });
});
