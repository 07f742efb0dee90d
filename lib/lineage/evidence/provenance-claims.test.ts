import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseStrictJsonText } from '#lib/oci/json/strict-json.ts';
import { formatRepository, parseReference } from '#lib/oci/reference.ts';
import { basedOn, lineageOf, make, unread, World } from '../testing.ts';
import type { DescribedBase } from '../words/described-lineage.ts';
import { type BuildStep, rootImage } from './buildkit-steps.ts';
import { readProvenance } from './slsa-statement.ts';

const APP = 'registry.test/app:1';
const DEBIAN = 'docker.io/library/debian:12';

const dependency = (name: string, digest: string) => ({
  uri: `pkg:docker/${name}?platform=linux%2Famd64`,
  digest: { sha256: digest.replace('sha256:', '') },
});
const v1 = (resolvedDependencies: unknown[], more = {}) => ({
  predicate: { buildDefinition: { resolvedDependencies, ...more } },
});

/** An app on debian with golang as another input, which is based on debian too, with the build’s provenance. */
function built(statement: (debian: string, golang: string) => unknown, annotations = {}) {
  const world = new World();
  const debian = world.index(DEBIAN, [make({ layers: ['debian'] })]);
  const golang = world.index('golang:1', [make({ layers: ['debian', 'go'] })]);
  const app = make({ layers: ['debian', 'app'], annotations });
  world.index(APP, [app], { attestations: [{ of: app, statement: statement(debian, golang) }] });
  return { world, debian, golang };
}

const both = (debian: string, golang: string) =>
  v1([dependency('debian@12', debian), dependency('golang@1', golang)]);

function base(world: World): DescribedBase {
  const verdict = lineageOf(world, APP).links[0]?.base;
  if (!verdict) throw new Error('expected a base');
  return verdict;
}

function fail(world: World, reference: string, digest: Digest) {
  const place = formatRepository(parseReference(reference));
  world.manifests.set(`${place}@${digest}`, unread('it answered 403'));
}

describe('inputs without an order', () => {
  it('one that cannot be checked may be the base: no green beside it', () => {
    const { world, golang } = built(both);
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    fail(world, 'golang:1', golang);
    expect(base(world)).toMatchObject({ name: DEBIAN, freshness: 'unknown', verification: 'verified' });
    expect(base(world).reason).toBe(
      'It may be based on `docker.io/library/golang:1` instead, which could not be checked: it answered 403.',
    );
    expect(lineageOf(world, APP).status).toBe('unknown');
  });

  it('if none can be checked, none is guessed', () => {
    const { world, debian, golang } = built(both);
    fail(world, DEBIAN, debian);
    fail(world, 'golang:1', golang);
    const lineage = lineageOf(world, APP);
    expect(lineage).toMatchObject({ status: 'unknown', end: 'unresolvable' });
    expect(lineage.links[0]?.base).toBeNull();
    expect(lineage.summary).toContain('403');
  });

  it('the only one that cannot be checked is shown, and not green', () => {
    const { world, debian } = built((digest) => v1([dependency('debian@12', digest)]));
    fail(world, DEBIAN, debian);
    expect(base(world)).toMatchObject({ name: DEBIAN, freshness: 'unknown', verification: 'unverifiable' });
  });

  it('is read whatever unneeded numbers it has', () => {
    const { world } = built((digest) => {
      const text = JSON.stringify(v1([dependency('debian@12', digest)]));
      return parseStrictJsonText(text.replace('{', '{"timestamp":1767225600000000000,"x":[1.0,-0,1e999],'));
    });
    expect(base(world)).toMatchObject({ name: DEBIAN, freshness: 'up-to-date', verification: 'verified' });
  });

  it('with nulls for what is optional is read', () => {
    const { world } = built((digest) => ({
      ...v1([{ ...dependency('debian@12', digest), name: null }], {
        externalParameters: { request: { args: { 'attest:sbom': null } } },
        internalParameters: { buildConfig: { llbDefinition: null } },
      }),
      runDetails: null,
    }));
    expect(base(world)).toMatchObject({ name: DEBIAN, freshness: 'up-to-date' });
  });

  it('that does not match its type may name any base: a label beside it is not green', () => {
    const world = new World();
    const debian = world.index(DEBIAN, [make({ layers: ['debian'] })]);
    const app = make({ layers: ['debian', 'app'], labels: basedOn(DEBIAN, debian) });
    world.index(APP, [app]);
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    world.index(APP, [app], { attestations: [{ of: app, statement: { predicate: { materials: 'x' } } }] });
    expect(lineageOf(world, APP).status).toBe('unknown');
    expect(base(world).reason).toContain('does not match its predicate type');
  });

  it('one whose digest is gone is noted and does not prevent green', () => {
    const { world, golang } = built(both);
    world.image('golang:1', { layers: ['new', 'go'] });
    world.forget('golang:1');
    world.removeDigest('golang:1', golang);
    expect(lineageOf(world, APP).status).toBe('up-to-date');
    expect(base(world).evidence.map(({ note }) => note)).toEqual([
      undefined,
      'The layers of this input of the build could not be compared.',
    ]);
  });

  it('of two that begin the image the longer one is the base', () => {
    const world = new World();
    const debian = world.index(DEBIAN, [make({ layers: ['debian'] })]);
    const python = world.index('python:3', [make({ layers: ['debian', 'py'] })]);
    const app = make({ layers: ['debian', 'py', 'app'] });
    const statement = v1([dependency('debian@12', debian), dependency('python@3', python)]);
    world.index(APP, [app], { attestations: [{ of: app, statement }] });
    expect(base(world).name).toBe('docker.io/library/python:3');
  });

  it('frontends and scanners are not inputs, even a build’s own ones', () => {
    const tool = digestOf('tool');
    const inputs = [
      'docker/dockerfile@1',
      'docker/buildkit-syft-scanner@stable',
      'acme/frontend@2',
      'acme/sbom@1',
    ];
    const args = { source: 'acme/frontend:2', 'attest:sbom': 'generator=acme/sbom:1' };
    const statement = v1(
      inputs.map((name) => dependency(name, tool)),
      { externalParameters: { request: { args } } },
    );
    expect(readProvenance(statement, [])).toEqual({ inputs: [], unreadable: [], root: undefined });
  });
});

describe('provenance that cannot be read', () => {
  it('may name any base: evidence with lower precedence makes no green', () => {
    const { world } = built(both);
    world.knows(DEBIAN, { layers: ['debian'] });
    for (const [place] of world.statements) {
      world.statements.set(place, unread('it answered 500'));
    }
    expect(lineageOf(world, APP).status).toBe('unknown');
    expect(base(world)).toMatchObject({ name: DEBIAN, freshness: 'unknown' });
    expect(base(world).reason).toContain('it answered 500');
    world.known.length = 0;
    expect(lineageOf(world, APP)).toMatchObject({ status: 'unknown', end: 'unresolvable' });
  });

  it('does not matter if the layers prove an annotation', () => {
    const world = new World();
    const old = world.image(DEBIAN, { layers: ['debian'] });
    const app = make({ layers: ['debian', 'app'], annotations: basedOn(DEBIAN, old) });
    world.index(APP, [app], { attestations: [{ of: app, statement: {} }] });
    world.statements.clear();
    expect(lineageOf(world, APP).status).toBe('up-to-date');
  });
});

describe('an annotation and provenance', () => {
  it('of one digest through a mirror and at its origin are no conflict', () => {
    const { world, debian } = built(both);
    const app = make({ layers: ['debian', 'app'], annotations: basedOn('mirror.test/debian:12', debian) });
    const statement = v1([dependency('debian@12', debian)]);
    world.index(APP, [app], { attestations: [{ of: app, statement }] });
    expect(base(world)).toMatchObject({ name: DEBIAN, conflict: false, freshness: 'up-to-date' });
  });

  it('of different bases are a conflict if the layers prove neither', () => {
    const world = new World();
    const node = world.image('node:1', { layers: ['node'] });
    const debian = world.image(DEBIAN, { layers: ['debian'] });
    const steps = [{ id: 'step0', op: { Op: { source: { identifier: `docker-image://${DEBIAN}` } } } }];
    const app = make({ layers: ['own', 'app'], annotations: basedOn('node:1', node) });
    const statement = v1([dependency('debian@12', debian)], {
      internalParameters: { buildConfig: { llbDefinition: steps } },
    });
    world.index(APP, [app], { attestations: [{ of: app, statement }] });
    expect(base(world)).toMatchObject({ conflict: true });
    expect(lineageOf(world, APP)).toMatchObject({ status: 'broken', end: 'unresolvable' });
  });
});

describe('mode=max', () => {
  const source = (id: string, image: string): BuildStep => ({
    id,
    op: { Op: { source: { identifier: `docker-image://${image}` } } },
  });

  it.each<[string, BuildStep, string | undefined]>([
    ['RUN', { id: 's', inputs: ['a:0'], op: { Op: { exec: { mounts: [{ dest: '/' }] } } } }, 'docker.io/a:1'],
    [
      'RUN --mount from another image',
      {
        id: 's',
        inputs: ['a:0', 'b:0'],
        op: {
          Op: {
            exec: {
              mounts: [
                { dest: '/m', input: 0 },
                { dest: '/', input: 1 },
              ],
            },
          },
        },
      },
      'docker.io/b:1',
    ],
    [
      'COPY --link, a merge on its first input',
      { id: 's', inputs: ['b:0', 'a:0'], op: { Op: { merge: { inputs: [{}, { input: 1 }] } } } },
      'docker.io/b:1',
    ],
    [
      'COPY whose second action continues from its first',
      {
        id: 's',
        inputs: ['a:0', 'b:0'],
        op: {
          Op: {
            file: {
              actions: [
                { input: 1, output: -1 },
                { input: 2, output: 0 },
              ],
            },
          },
        },
      },
      'docker.io/b:1',
    ],
    [
      'COPY on nothing',
      { id: 's', inputs: ['a:0'], op: { Op: { file: { actions: [{ input: -1 }] } } } },
      'scratch',
    ],
    ['a difference of two', { id: 's', inputs: ['a:0', 'b:0'], op: { Op: { diff: {} } } }, undefined],
    ['a context', { id: 's', op: { Op: { source: { identifier: 'local://context' } } } }, undefined],
    ['a step that leads back to itself', { id: 's', inputs: ['s:0'], op: { Op: {} } }, undefined],
  ])('%s', (_, step, root) => {
    const steps = [source('a', 'docker.io/a:1'), source('b', 'docker.io/b:1'), step];
    expect(rootImage([...steps, { id: 'end', inputs: ['s:0'], op: { Op: null } }])).toBe(root);
  });

  it('the layers of a source step, if the steps cannot be followed', () => {
    const steps = [source('step0', 'docker.io/library/debian:12'), { id: 'x', op: { Op: { diff: {} } } }];
    const layers = { 'step0:0': [[{ digest: digestOf('debian') }]] };
    const newer = {
      predicate: {
        ...v1([dependency('debian@12', digestOf('d'))], {
          internalParameters: { buildConfig: { llbDefinition: steps } },
        }).predicate,
        runDetails: { metadata: { buildkit_metadata: { layers } } },
      },
    };
    const older = {
      predicate: {
        materials: [dependency('debian@12', digestOf('d'))],
        buildConfig: { llbDefinition: steps },
        metadata: { 'https://mobyproject.org/buildkit@v1#metadata': { layers } },
      },
    };
    const own = [digestOf('debian'), digestOf('app')];
    for (const statement of [newer, older]) {
      expect(readProvenance(statement, own)?.root).toMatchObject({ digest: digestOf('d') });
      expect(readProvenance(statement, [digestOf('app')])?.root).toBeUndefined();
    }
  });
});
