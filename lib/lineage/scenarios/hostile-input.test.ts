import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { type ManifestDocument, parseManifest } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { formatRepository, parseReference } from '#lib/oci/reference.ts';
import { resolveLineage } from '../chain/judge-chain.ts';
import { newestOf } from '../chain/newer-tag.ts';
import { type BuildStep, rootImage } from '../evidence/buildkit-steps.ts';
import { readProvenance } from '../evidence/slsa-statement.ts';
import type { Facts } from '../facts/facts.ts';
import { make, NOW, World } from '../testing.ts';

/** Unbounded work would take minutes; a busy machine needs seconds. */
const HANGS = 60_000;
const APP = 'registry.test/app:1';
const times = <T>(count: number, one: (n: number) => T) => Array.from({ length: count }, (_, n) => one(n));

/** Puts an index into a world; answers the descriptor that names it. */
function putIndex(world: World, manifests: readonly unknown[]) {
  const json = { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests };
  const document: ManifestDocument = parseManifest(new TextEncoder().encode(JSON.stringify(json)));
  const place = `${formatRepository(parseReference(APP))}@${document.digest}`;
  world.manifests.set(place, { state: 'present', document });
  return { mediaType: MEDIA_TYPE.ociIndex, digest: document.digest, size: document.bytes.byteLength };
}

/** How many facts one pass looks up. */
function looksOf(world: World): number {
  let looks = 0;
  const counted =
    <A extends unknown[], R>(look: (...args: A) => R) =>
    (...args: A): R => {
      looks += 1;
      return look(...args);
    };
  const { tag, manifest, config, statement, tags, history, possibleBases, declaredBase } = world;
  const facts: Facts = {
    tag: counted(tag),
    manifest: counted(manifest),
    config: counted(config),
    statement: counted(statement),
    tags,
    history,
    possibleBases,
    declaredBase,
  };
  resolveLineage(parseReference(APP), facts, NOW);
  return looks;
}

describe('an index that names one digest over and over', { timeout: HANGS }, () => {
  it.each([1, 10, 1000])('%i times at each of three levels costs as many lookups', (times) => {
    const world = new World();
    const child = make({ layers: ['a'] });
    world.image('registry.test/app:child', { layers: ['a'] });
    const { mediaType, digest } = child.document;
    const again = (entry: unknown) => Array.from({ length: times }, () => entry);
    const inner = putIndex(world, again({ mediaType, digest, size: 1 }));
    const outer = putIndex(world, again(putIndex(world, again(inner))));
    world.point(APP, outer.digest);
    expect(looksOf(world)).toBeLessThan(12);
  });
});

describe('provenance', { timeout: HANGS }, () => {
  it('whose steps form a cycle names no base', () => {
    const fat = times(900, (n) => ({ input: 0, output: n }));
    const steps: BuildStep[] = [
      { id: 'fat', inputs: times(900, (n) => `step-${n}`), op: { Op: { file: { actions: fat } } } },
      ...times(900, (n) => ({ id: `step-${n}`, inputs: [`fat:${n}`], op: { Op: null } })),
    ];
    expect(rootImage([...steps, { id: 'end', inputs: ['fat:0'], op: { Op: null } }])).toBeUndefined();
  });

  it('of one step with very many actions names no base', () => {
    const actions = times(100_000, () => ({ input: 2 }));
    const step: BuildStep = { id: 'a', inputs: ['b'], op: { Op: { file: { actions } } } };
    const source: BuildStep = {
      id: 'b',
      op: { Op: { source: { identifier: 'docker-image://docker.io/library/debian:12' } } },
    };
    expect(rootImage([source, step])).toBeUndefined();
  });

  it('with very many steps of one id reads their layers once', () => {
    const source = { identifier: 'docker-image://docker.io/library/debian:12' };
    const steps = times(5000, () => ({ id: 'a', inputs: ['a'], op: { Op: { source, diff: {} } } }));
    const stacks = times(20_000, () => [{ digest: digestOf('other') }]);
    const statement = {
      predicate: {
        buildDefinition: {
          internalParameters: {
            buildConfig: { llbDefinition: [...steps, { id: 'z', op: { Op: { diff: {} } } }] },
          },
        },
        runDetails: { metadata: { buildkit_metadata: { layers: { 'a:0': stacks } } } },
      },
    };
    expect(readProvenance(statement, [digestOf('app')])).toEqual({
      inputs: [],
      unreadable: [],
      root: undefined,
    });
  });

  it('that names very many inputs is not read, and the reason says so', () => {
    const resolvedDependencies = times(1001, (n) => ({ uri: `pkg:docker/a${n}@1` }));
    const statement = { predicate: { buildDefinition: { resolvedDependencies } } };
    expect(readProvenance(statement, [])).toMatchObject({
      inputs: [],
      unread: { kind: 'provenance-too-large', inputs: 1000 },
    });
  });
});

it('a newer tag is found among two hundred thousand', { timeout: HANGS }, () => {
  const tags = times(200_000, (n) => (n === 100_000 ? '12.9-slim' : `nightly-${n}.1`));
  expect(newestOf('12.1-slim', tags)).toBe('12.9-slim');
});
