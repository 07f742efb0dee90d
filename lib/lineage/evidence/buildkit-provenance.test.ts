import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { baseOf } from '../scenarios/testing.ts';
import { basedOn, lineageOf, make, World } from '../testing.ts';

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
    expect(baseOf(lineage)).toMatchObject({
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
    expect(baseOf(lineageOf(world, 'app:1'))).toMatchObject({
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
    expect(baseOf(lineageOf(world, 'app:1'))).toMatchObject({
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
    const build = built((_, tool) => v1([dependency('library/golang@1', tool)], steps));
    expect(lineageOf(build.world, 'app:1')).toMatchObject({ end: 'root', status: 'root' });
  });

  it('an annotation that the layers contradict and provenance that they prove: a conflict', () => {
    const world = new World();
    const old = world.index('library/debian:12', [make({ layers: ['debian'] })]);
    const false1 = world.index('library/node:1', [make({ layers: ['node'] })]);
    const app = make({ layers: ['debian', 'app'], annotations: basedOn('node:1', false1) });
    world.index('app:1', [app], {
      attestations: [{ of: app, statement: v1([dependency('library/debian@12', old)]) }],
    });
    const lineage = lineageOf(world, 'app:1');
    expect(baseOf(lineage).conflict).toBe(true);
    expect(lineage.status).toBe('broken');
    expect(baseOf(lineage).evidence.map(({ kind }) => kind)).toEqual(['annotation', 'provenance']);
  });
});
