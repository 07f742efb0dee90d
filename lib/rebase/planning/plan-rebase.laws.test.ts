import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyLayers } from '#lib/lineage/images/verify-layers.ts';
import { lineageOf, World } from '#lib/lineage/testing.ts';
import { diffIds, type ImageConfig } from '#lib/oci/image-config.ts';
import { type ImageManifest, parseManifest } from '#lib/oci/manifest.ts';
import { formatReference, formatRepository, parseReference } from '#lib/oci/reference.ts';
import type { ImageSource, PlatformImageSource, RebaseQuestion } from '../rebase.ts';
import { HOST, type ImageSpec, imageOf, indexOf, layerId, questionOf, resultOf } from '../testing.ts';
import { planAnnotate } from './plan-annotate.ts';
import { planRebase } from './plan-rebase.ts';

const BASE = `${HOST}/library/base:1`;
const APP = `${HOST}/apps/shop:1.0`;
const ARM64 = { os: 'linux', architecture: 'arm64' };

const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 6 });
const some = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 6 });
const history = fc.option(
  fc.array(fc.record({ created_by: fc.constantFrom('make a', 'ENV', 'CMD'), empty_layer: fc.boolean() }), {
    maxLength: 8,
  }),
);
const texts = fc.option(fc.dictionary(fc.constantFrom('v', 'w', 'vendor'), fc.constantFrom('1', '2')), {
  nil: undefined,
});
const settings = fc.record(
  {
    Env: fc.array(fc.constantFrom('A=1', 'A=2', 'PATH=/bin', 'PATH=/usr/bin:/bin'), { maxLength: 2 }),
    User: fc.constantFrom('', 'app', '1000'),
    Cmd: fc.constantFrom(['sh'], ['serve', '--all']),
    Labels: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2')),
    OnBuild: fc.constantFrom([], ['RUN a'], ['RUN b']),
  },
  { requiredKeys: [] },
);

function leavesOf(source: ImageSource): PlatformImageSource[] {
  return source.kind === 'manifest' ? [source] : [...source.children.values()].flatMap(leavesOf);
}

const layered = ({ content }: { readonly content: ImageManifest }, config: ImageConfig) => ({
  diffIds: diffIds(config),
  layers: content.layers.map(({ digest }) => digest),
  history: [],
});

/** The same platforms' images, alone or in an index. */
const shaped = (spec: ImageSpec, multi: boolean): ImageSource =>
  multi ? indexOf([imageOf(spec), imageOf({ ...spec, platform: ARM64 })]) : imageOf(spec);

const question = fc
  .record({ old: some, own: names, next: some, h: fc.tuple(history, history, history) })
  .chain((layers) =>
    fc.record({
      layers: fc.constant(layers),
      config: fc.tuple(settings, settings, settings),
      said: fc.tuple(texts, texts, texts),
      cached: fc.boolean(),
      docker: fc.tuple(fc.boolean(), fc.boolean()),
      multi: fc.boolean(),
      configMode: fc.constantFrom('merge' as const, 'keep-original' as const),
    }),
  )
  .map(({ layers: { old, own, next, h }, config, said, cached, docker, multi, configMode }) => {
    const original = shaped(
      {
        ...{ layers: [...old, ...own], history: h[0], config: config[0], docker: docker[0] },
        ...(said[0] ? { annotations: said[0] } : {}),
        ...(cached ? { top: { 'moby.buildkit.cache.v0': 'W10=' } } : {}),
      },
      multi,
    );
    const oldBase = shaped(
      { layers: old, history: h[1], config: config[1], ...(said[1] ? { annotations: said[1] } : {}) },
      multi,
    );
    const newBase = shaped(
      {
        ...{ layers: next, history: h[2], config: config[2], docker: docker[1] },
        ...(said[2] ? { annotations: said[2] } : {}),
      },
      multi,
    );
    return { old, own, next, newBase, asked: questionOf(original, oldBase, newBase, { configMode }) };
  });

/** An image that is its old base or its new one, to the byte. */
function isTrivial({ original, oldBase, newBase }: RebaseQuestion): boolean {
  const digests = (source: ImageSource) => leavesOf(source).map(({ document }) => document.digest);
  const same = (other: ImageSource) => digests(other).some((digest) => digests(original).includes(digest));
  return same(newBase.source) || (oldBase.state === 'present' && same(oldBase.source));
}

describe('laws, whatever the layers, histories, settings and formats', () => {
  it('new base first, own layers last, one entry for each layer; proven against the new base', () => {
    fc.assert(
      fc.property(question, ({ old, own, next, newBase, asked }) => {
        const answer = planRebase(asked);
        if (answer.kind === 'refused') {
          if (isTrivial(asked)) expect(['already-current', 'not-based-on']).toContain(answer.refusal.kind);
          else expect([answer.refusal.kind, next]).toEqual(['already-current', old]);
          return;
        }
        const bases = leavesOf(newBase);
        for (const [at, { document, config }] of leavesOf(resultOf(answer.plan.documents)).entries()) {
          expect(diffIds(config)).toEqual([...next, ...own].map(layerId));
          expect(document.content.layers).toHaveLength(next.length + own.length);
          const entries = (config.history ?? []).filter((entry) => !entry.empty_layer);
          expect([0, next.length + own.length]).toContain(entries.length);
          const base = bases[at];
          const proof = base && verifyLayers(layered(document, config), layered(base.document, base.config));
          expect(proof).toMatchObject({ verification: 'verified', baseLayers: next.length });
        }
      }),
    );
  });

  it('the same question has the same plan, and a second rebase is a no-op', () => {
    fc.assert(
      fc.property(question, ({ newBase, asked }) => {
        const answer = planRebase(asked);
        expect(planRebase(structuredClone(asked))).toEqual(answer);
        if (answer.kind === 'refused') return;
        const { plan } = answer;
        expect(plan.toDigest).toBe(plan.documents.at(-1)?.digest);
        expect(plan.toDigest).not.toBe(plan.fromDigest);
        expect(plan.fromDigest).toBe(asked.original.document.digest);
        const { configMode } = asked;
        const again = questionOf(resultOf(plan.documents), newBase, newBase, { configMode });
        expect(planRebase(again)).toMatchObject({ refusal: { kind: 'already-current' } });
      }),
    );
  });
});

describe('what was planned is judged by the lineage as anyone’s image', () => {
  /** Puts an image where the lineage finds it. */
  function put(world: World, name: string, source: ImageSource): void {
    const place = formatRepository(parseReference(name));
    const all = (each: ImageSource): ImageSource[] =>
      each.kind === 'manifest' ? [each] : [each, ...[...each.children.values()].flatMap(all)];
    for (const each of all(source)) {
      world.manifests.set(`${place}@${each.document.digest}`, { state: 'present', document: each.document });
      if (each.kind === 'index') continue;
      const { digest } = each.document.content.config;
      world.configs.set(`${place}@${digest}`, { state: 'present', config: each.config });
    }
    world.point(name, source.document.digest);
  }

  it.each([
    ['a single manifest', false, false],
    ['an image index', true, false],
    ['a Docker image, by its label', false, true],
    ['a Docker list, by its children’s labels', true, true],
  ])('%s is up to date and verified', (_, multi, docker) => {
    const world = new World();
    const base = (layer: string) => shaped({ layers: [layer, 'shared'], annotations: {} }, multi);
    const [oldBase, newBase] = [base('old'), base('new')];
    const original = shaped({ layers: ['old', 'shared', 'app'], docker }, multi);
    const answer = planRebase(questionOf(original, oldBase, newBase));
    if (answer.kind === 'refused') throw new Error(answer.refusal.detail);
    put(world, BASE, newBase);
    put(world, APP, resultOf(answer.plan.documents));
    const { links, digest } = lineageOf(world, APP);
    expect(digest).toBe(answer.plan.toDigest);
    expect(links[0]?.base).toMatchObject({
      name: formatReference(parseReference(BASE)),
      freshness: 'up-to-date',
      verification: 'verified',
      conflict: false,
    });
  });

  it.each([
    ['a single manifest', false],
    ['an image index', true],
  ])('%s that was annotated is verified by its annotations', (_, multi) => {
    const world = new World();
    const oldBase = shaped({ layers: ['old'] }, multi);
    const original = shaped({ layers: ['old', 'app'] }, multi);
    const answer = planAnnotate({
      ...questionOf(original, oldBase, oldBase),
      baseTag: { digest: oldBase.document.digest, entries: [] },
    });
    if (answer.kind === 'refused') throw new Error(answer.refusal.detail);
    put(world, BASE, oldBase);
    // It puts no config: those that are there are the original's.
    put(world, APP, original);
    for (const { digest, mediaType, text } of answer.plan.documents) {
      const document = parseManifest(new TextEncoder().encode(text), mediaType);
      world.manifests.set(`${HOST}/apps/shop@${digest}`, { state: 'present', document });
    }
    world.point(APP, answer.plan.toDigest);
    const base = lineageOf(world, APP).links[0]?.base;
    expect(base).toMatchObject({ freshness: 'up-to-date', verification: 'verified', conflict: false });
    expect(new Set(base?.evidence.map(({ kind }) => kind))).toEqual(new Set(['annotation']));
  });
});
