import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { blobId, HOST, indexOf, layerId, questionOf } from '../../testing.ts';
import { app, claim, made, newBase, oldBase, planned, topIndex } from '../testing.ts';
import { BUILD_BOUND, unboundConfig } from './build-specific-content.ts';

const CACHE = Buffer.from('[{"layers":[{"layer":1}],"digest":"sha256:00"}]').toString('base64');

/** A top-level key, a setting and annotations, as builders write them. */
const OLD_BUILD: Readonly<Record<string, unknown>> = {
  'moby.buildkit.cache.v0': CACHE,
  'moby.buildkit.buildinfo.v1': 'eyJzb3VyY2VzIjpbXX0=',
  container: 'a'.repeat(64),
  container_config: { Image: 'sha256:00', Cmd: ['make'] },
  parent: digestOf('the step before'),
  id: 'b'.repeat(64),
};

describe('what speaks of the old build', () => {
  it.each(Object.keys(OLD_BUILD))('%s is left out of the config, and named as lost', (key) => {
    const plan = planned(questionOf(app({ top: { [key]: OLD_BUILD[key] } }), oldBase(), newBase()));
    expect(made(plan).config).not.toHaveProperty([key]);
    expect(plan.losses).toMatchObject([{ digest: null, detail: expect.stringContaining(`\`${key}\``) }]);
  });

  it('is left out in keep-original too, and in whatever case Go’s decoder reads it', () => {
    const original = app({ top: { 'Moby.BuildKit.Cache.V0': CACHE } });
    const plan = planned(questionOf(original, oldBase(), newBase(), { configMode: 'keep-original' }));
    expect(made(plan).config).not.toHaveProperty(['Moby.BuildKit.Cache.V0']);
    expect(plan.losses.map(({ kind }) => kind)).toEqual(['build-cache']);
  });

  it('as a setting, the parent image, is shown among the changes too', () => {
    const parent = digestOf('the step before');
    const plan = planned(questionOf(app({ config: { Image: parent, User: 'app' } }), oldBase(), newBase()));
    expect(made(plan).config.config).toEqual({ User: 'app' });
    expect(plan.platforms[0]?.config.changes).toEqual([
      { path: 'config.Image', before: parent, after: null },
    ]);
    expect(plan.losses.map(({ kind }) => kind)).toEqual(['build-record']);
  });

  it('of several platforms is named once', () => {
    const cached = { top: { 'moby.buildkit.cache.v0': CACHE } };
    const arm = { platform: { os: 'linux', architecture: 'arm64' } };
    const plan = planned(
      questionOf(
        indexOf([app(cached), app({ ...cached, ...arm })]),
        indexOf([oldBase(), oldBase(arm)]),
        indexOf([newBase(), newBase(arm)]),
      ),
    );
    expect(plan.losses.map(({ kind }) => kind)).toEqual(['build-cache']);
  });

  it('of a platform whose base has not moved stays with it: its layers are what they were', () => {
    const arm = { platform: { os: 'linux', architecture: 'arm64' } };
    const kept = app({
      ...arm,
      config: { Image: digestOf('the step before') },
      annotations: claim(oldBase(arm).document.digest),
      top: { 'moby.buildkit.cache.v0': CACHE },
    });
    const plan = planned(
      questionOf(
        indexOf([app(), kept]),
        indexOf([oldBase(), oldBase(arm)]),
        indexOf([newBase(), oldBase(arm)]),
      ),
    );
    expect(topIndex(plan).manifests[1]?.digest).toBe(kept.document.digest);
    expect([plan.losses, plan.platforms[1]?.config.changes]).toEqual([[], []]);
  });

  it('stays where nothing is rebased, and empty keys stay as they are', () => {
    const config = { Image: '', parent: '', os: 'linux' };
    expect(unboundConfig(config)).toEqual({ rest: config, losses: [] });
  });

  it('what is true of the app’s own layers stays: history, and by what they were made', () => {
    const { config } = made(
      planned(questionOf(app({ top: { docker_version: '24' } }), oldBase(), newBase())),
    );
    expect(config).toMatchObject({ docker_version: '24' });
    expect(config.history?.at(-1)).toMatchObject({ created_by: 'make app' });
  });

  it('an annotation that names the lazy-loading index of the old layers is left out', () => {
    const soci = { 'com.amazon.soci.index-digest': digestOf('soci') };
    const plan = planned(
      questionOf(
        indexOf([app({ annotations: soci })], { descriptorAnnotations: soci }),
        oldBase(),
        newBase(),
      ),
    );
    expect(made(plan).manifest.annotations).not.toHaveProperty(['com.amazon.soci.index-digest']);
    expect(topIndex(plan).manifests[0]?.annotations ?? {}).toEqual({});
    expect(plan.losses.map(({ kind }) => kind)).toEqual(['annotation']);
  });

  it('an entry of the index that names a child that is replaced is left out, whatever wrote it', () => {
    const entry = (of: string) => ({
      mediaType: 'application/x-lazy-index',
      digest: digestOf(`index of ${of}`),
      size: 3,
      annotations: { 'com.amazon.soci.image-manifest-digest': of },
    });
    const [gone, stays] = [entry(app().document.digest), entry(digestOf('another'))];
    const plan = planned(questionOf(indexOf([app()], { entries: [gone, stays] }), oldBase(), newBase()));
    expect(topIndex(plan).manifests.map(({ digest }) => digest)).toEqual([
      plan.platforms[0]?.toDigest,
      stays.digest,
    ]);
    expect(plan.losses.map(({ digest }) => digest)).toEqual([gone.digest]);
  });

  it('is documented, row by row', () => {
    const doc = readFileSync(new URL('../../../../docs/rebase.md', import.meta.url), 'utf8');
    for (const key of BUILD_BOUND.flatMap(({ keys }) => keys)) expect(doc).toContain(key);
  });
});

describe('texts that still name the old base', () => {
  const warned = (plan: ReturnType<typeof planned>) =>
    plan.warnings.filter(({ kind }) => kind === 'names-old-base').map(({ detail }) => detail);

  it.each([
    ['the base’s digest', oldBase().document.digest],
    ['a layer that goes', `layers: ${blobId('old')}`],
    ['a diff ID that goes', layerId('old')],
  ])('in a label: %s', (_, value) => {
    const original = app({ config: { Labels: { 'com.example.built-on': value } } });
    expect(warned(planned(questionOf(original, oldBase(), newBase())))).toMatchObject([
      expect.stringContaining('com.example.built-on'),
    ]);
  });

  it('in an annotation, and by name where the base is another one now', () => {
    const original = app({ annotations: { 'io.openshift.s2i.build.image': `${HOST}/library/base:1` } });
    expect(warned(planned(questionOf(original, oldBase(), newBase())))).toEqual([]);
    const other = { reference: parseReference(`${HOST}/library/other:2`), source: newBase() };
    const plan = planned(questionOf(original, oldBase(), newBase(), { newBase: other }));
    expect(warned(plan)).toHaveLength(1);
  });

  it('not where it is a layer that stays, or what the plan updates itself', () => {
    const original = app({
      config: { Labels: { own: layerId('app') } },
      annotations: { 'org.opencontainers.image.base.digest': oldBase().document.digest },
    });
    expect(warned(planned(questionOf(original, oldBase(), newBase())))).toEqual([]);
  });
});

describe('layers that were made for one whole image', () => {
  const lazy = { descriptor: { annotations: { 'containerd.io/snapshot/overlaybd/blob-digest': 'x' } } };

  it.each([
    ['of the image', app(lazy), newBase()],
    ['of the new base', app(), newBase(lazy)],
    [
      'Nydus’ own',
      app({ descriptor: { annotations: { 'containerd.io/snapshot/nydus-bootstrap': 'true' } } }),
      newBase(),
    ],
  ])('%s are refused', (_, original, next) => {
    expect(() => planned(questionOf(original, oldBase(), next))).toThrow(/unsupported-media-type/);
  });

  it('estargz’ tables belong to each layer, and stay with it', () => {
    const annotations = { 'containerd.io/snapshot/stargz/toc.digest': digestOf('toc') };
    const plan = planned(questionOf(app({ descriptor: { annotations } }), oldBase(), newBase()));
    expect(made(plan).manifest.layers.at(-1)?.annotations).toEqual(annotations);
  });
});
