import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANNOTATION, BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { diffIds, labelsOf } from '#lib/oci/config.ts';
import { digestOf } from '#lib/oci/hash.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { ImageSource, RebaseAnswer, RebasePlan, RebaseQuestion, RefusalKind } from '../rebase.ts';
import { blobId, HOST, type ImageSpec, imageOf, indexOf, layerId, questionOf, resultOf } from '../testing.ts';
import { planRebase } from './plan.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };
const arm = (variant: string) => ({ os: 'linux', architecture: 'arm', variant });
const windows = (version: string) => ({ os: 'windows', architecture: 'amd64', 'os.version': version });

const oldBase = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['old'], ...more });
const newBase = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['new', 'newer'], ...more });
const app = (more: Partial<ImageSpec> = {}) => imageOf({ layers: ['old', 'app'], ...more });

function planned(question: RebaseQuestion): RebasePlan {
  const answer = planRebase(question);
  if (answer.kind === 'refused') throw new Error(`refused: ${answer.refusal.kind}: ${answer.refusal.detail}`);
  return answer.plan;
}

function refusal(answer: RebaseAnswer): RefusalKind | 'planned' {
  return answer.kind === 'refused' ? answer.refusal.kind : 'planned';
}

/** The first platform's image that a plan makes. */
function made(plan: RebasePlan, at = 0) {
  const result = resultOf(plan.documents);
  const images = result.kind === 'manifest' ? [result] : [...result.children.values()];
  const found = images[at];
  if (found?.kind !== 'manifest') throw new Error('no such platform');
  return { manifest: found.document.content, config: found.config, document: found.document };
}

const simple = () => questionOf(app(), oldBase(), newBase());

describe('a rebase', () => {
  it('puts the new base’s layers under the image’s own', () => {
    const plan = planned(simple());
    const { manifest, config, document } = made(plan);
    expect(manifest.layers.map(({ digest }) => digest)).toEqual(
      ['new', 'newer', 'app'].map((name) => blobId(name)),
    );
    expect(diffIds(config)).toEqual(['new', 'newer', 'app'].map(layerId));
    expect(config.history?.map(({ created_by }) => created_by)).toEqual([
      'make new',
      'make newer',
      'make app',
    ]);
    expect(document.digest).toBe(plan.toDigest);
    expect(plan.fromDigest).toBe(app().document.digest);
    expect(plan.mounts.map(({ digest }) => digest)).toEqual([blobId('new'), blobId('newer')]);
    expect(plan.copies).toEqual([]);
    expect(plan.requests).toBe(2 + 2 + 1 + 2);
  });

  it('says what it stands on, fully qualified, at what the name resolves to', () => {
    const base = indexOf([newBase(), newBase({ platform: ARM64 })]);
    const { manifest } = made(planned(questionOf(app(), oldBase(), base)));
    expect(manifest.annotations).toMatchObject({
      [ANNOTATION.baseName]: `${HOST}/library/base:1`,
      [ANNOTATION.baseDigest]: base.document.digest,
    });
  });

  it('keeps every other annotation, unknown fields, and the order of the keys', () => {
    const original = app({
      annotations: { 'org.example.team': 'shop' },
      manifest: { 'x-unknown': { kept: true } },
      top: { 'x-top': 1, author: 'someone' },
    });
    const plan = planned(questionOf(original, oldBase(), newBase()));
    const { manifest, config } = made(plan);
    expect(manifest.annotations).toMatchObject({ 'org.example.team': 'shop' });
    expect(manifest).toMatchObject({ 'x-unknown': { kept: true } });
    expect(config).toMatchObject({ 'x-top': 1, author: 'someone' });
    const keys = Object.keys(JSON.parse(new TextDecoder().decode(original.document.bytes)));
    expect(Object.keys(JSON.parse(plan.documents.at(-1)?.text ?? '{}'))).toEqual(keys);
  });

  it('drops the embedded copy of a config that is no longer the config', () => {
    const original = app();
    const raw = JSON.parse(new TextDecoder().decode(original.document.bytes));
    const withData = app({ manifest: { config: { ...raw.config, data: 'e30=' } } });
    expect(made(planned(questionOf(withData, oldBase(), newBase()))).manifest.config.data).toBeUndefined();
  });

  it('is the same for the same question, to the byte', () => {
    expect(planned(simple())).toEqual(planned(simple()));
  });

  it('done once is current: a second one is refused', () => {
    const plan = planned(simple());
    const again = questionOf(resultOf(plan.documents), newBase(), newBase());
    expect(refusal(planRebase(again))).toBe('already-current');
  });

  it('goes to a new tag where one is named', () => {
    const target = parseReference(`${HOST}/apps/shop:1.1`);
    const plan = planned(questionOf(app(), oldBase(), newBase(), { target, targetDigest: null }));
    expect(plan).toMatchObject({ target: `${HOST}/apps/shop:1.1`, targetDigest: null });
  });

  it('mounts the image’s own layers too where the target is another repository', () => {
    const target = parseReference(`${HOST}/copies/shop:1.0`);
    const plan = planned(questionOf(app(), oldBase(), newBase(), { target, targetDigest: null }));
    expect(new Set(plan.mounts.map(({ digest }) => digest))).toEqual(
      new Set(['app', 'new', 'newer'].map((name) => blobId(name))),
    );
  });

  it('copies across registries, and counts the bytes', () => {
    const base = parseReference('docker.io/library/debian:12');
    const plan = planned(
      questionOf(app(), oldBase(), newBase(), {
        newBase: { reference: base, source: newBase() },
        oldBaseName: base,
      }),
    );
    expect(plan.mounts).toEqual([]);
    expect(plan.copies.map(({ from }) => from.registry)).toEqual(['docker.io', 'docker.io']);
    expect(plan.bytesToCopy).toBe(1003 + 1005);
    expect(plan.requests).toBe(2 * 3 + 2 + 1 + 2);
  });

  it('moves no layer that is there already: one the bases share, one the app has itself', () => {
    const next = imageOf({ layers: ['old', 'app', 'newer'] });
    const plan = planned(questionOf(app(), oldBase(), next));
    expect(plan.mounts.map(({ digest }) => digest)).toEqual([blobId('newer')]);
    expect(diffIds(made(plan).config)).toEqual(['old', 'app', 'newer', 'app'].map(layerId));
  });

  it('moves no foreign layer', () => {
    const type = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';
    expect(planned(questionOf(app(), oldBase(), newBase({ layerType: type }))).mounts).toEqual([]);
  });

  it('warns where another base is named', () => {
    const other = { reference: parseReference(`${HOST}/library/other:2`), source: newBase() };
    const { warnings } = planned(questionOf(app(), oldBase(), newBase(), { newBase: other }));
    expect(warnings.map(({ kind }) => kind)).toContain('other-base');
  });
});

describe('what stands beneath', () => {
  const cases: [name: string, question: () => RebaseQuestion, expected: RefusalKind | 'planned'][] = [
    [
      'recompressed base',
      () => questionOf(imageOf({ layers: ['old', 'app'], packed: 'zstd' }), oldBase(), newBase()),
      'planned',
    ],
    [
      'matching digests with different diff IDs',
      () =>
        questionOf(
          app({ top: { rootfs: { type: 'layers', diff_ids: [layerId('other'), layerId('app')] } } }),
          oldBase(),
          newBase(),
        ),
      'not-based-on',
    ],
    [
      'image identical to its base',
      () => questionOf(oldBase({ config: { User: 'app' } }), oldBase(), newBase()),
      'planned',
    ],
    [
      'base longer than the image',
      () => questionOf(app(), imageOf({ layers: ['old', 'app', 'more'] }), newBase()),
      'not-based-on',
    ],
    [
      'another base’s layers',
      () => questionOf(app(), imageOf({ layers: ['other'] }), newBase()),
      'not-based-on',
    ],
    [
      'squashed image',
      () =>
        questionOf(
          imageOf({ layers: ['all'], history: [{ created_by: 'make old' }, { created_by: 'make app' }] }),
          oldBase(),
          newBase(),
        ),
      'unverifiable',
    ],
    [
      'same layer twice in the base',
      () =>
        questionOf(
          imageOf({ layers: ['old', 'old', 'app'] }),
          imageOf({ layers: ['old', 'old'] }),
          newBase(),
        ),
      'planned',
    ],
    [
      'app layer equal to a new-base layer',
      () => questionOf(imageOf({ layers: ['old', 'new'] }), oldBase(), newBase()),
      'planned',
    ],
    [
      'not as many layers as diff IDs',
      () =>
        questionOf(
          app({ top: { rootfs: { type: 'layers', diff_ids: [layerId('old')] } } }),
          oldBase(),
          newBase(),
        ),
      'unverifiable',
    ],
    ['old base 404, nothing remembered', () => questionOf(app(), null, newBase()), 'base-gone'],
    [
      'old base 404, its layers remembered',
      () =>
        questionOf(app(), null, newBase(), {
          oldBase: {
            state: 'remembered',
            digest: oldBase().document.digest,
            platforms: new Map([
              ['linux/amd64', { digest: oldBase().document.digest, diffIds: [layerId('old')] }],
            ]),
          },
        }),
      'planned',
    ],
    [
      'the operator’s word on the layers',
      () => questionOf(app(), null, newBase(), { baseLayersOverride: 1 }),
      'planned',
    ],
    [
      'an operator’s word that cannot be',
      () => questionOf(app(), null, newBase(), { baseLayersOverride: 3 }),
      'not-based-on',
    ],
    ['the base as it is now', () => questionOf(app(), oldBase(), oldBase()), 'already-current'],
    [
      'the same content, compressed anew',
      () =>
        questionOf(
          app(),
          oldBase(),
          imageOf({ layers: ['old'], packed: 'zstd', layerType: MEDIA_TYPE.ociLayerZstd }),
        ),
      'already-current',
    ],
    [
      'a base that changed its config alone',
      () =>
        questionOf(
          app({ config: { Env: ['A=1'] } }),
          oldBase({ config: { Env: ['A=1'] } }),
          oldBase({ config: { Env: ['A=2'] } }),
        ),
      'planned',
    ],
  ];
  it.each(cases)('%s', (_, question, expected) => {
    expect(refusal(planRebase(question()))).toBe(expected);
  });

  it('override of the layer count is flagged, and the old config’s absence told', () => {
    const { warnings } = planned(questionOf(app(), null, newBase(), { baseLayersOverride: 1 }));
    expect(warnings.map(({ kind }) => kind)).toEqual(['layer-count-override', 'config-drift']);
  });

  it('a refusal tells its facts and what to do instead', () => {
    const answer = planRebase(questionOf(app(), imageOf({ layers: ['other'] }), newBase()));
    expect(answer).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'not-based-on', platform: 'linux/amd64', instead: ['rebuild'] },
    });
  });
});

describe('platforms', () => {
  const both = (layers: readonly string[]) => [AMD64, ARM64].map((platform) => imageOf({ layers, platform }));

  it('arm64 image with amd64 first in the base index', () => {
    const bases = (name: string) =>
      indexOf([
        imageOf({ layers: [`${name} amd64`] }),
        imageOf({ layers: [`${name} arm64`], platform: ARM64 }),
      ]);
    const original = imageOf({ layers: ['old arm64', 'app'], platform: ARM64 });
    const { config } = made(planned(questionOf(original, bases('old'), bases('new'))));
    expect(diffIds(config)).toEqual([layerId('new arm64'), layerId('app')]);
  });

  it('arm/v7 beside v6', () => {
    const bases = (name: string) =>
      indexOf(
        ['v6', 'v7'].map((variant) => imageOf({ layers: [`${name} ${variant}`], platform: arm(variant) })),
      );
    const original = imageOf({ layers: ['old v7', 'app'], platform: arm('v7') });
    expect(diffIds(made(planned(questionOf(original, bases('old'), bases('new')))).config)[0]).toBe(
      layerId('new v7'),
    );
  });

  it('arm64 with and without v8', () => {
    const original = imageOf({ layers: ['old', 'app'], platform: { ...ARM64, variant: 'v8' } });
    const bases = (layers: string[]) => indexOf([imageOf({ layers, platform: ARM64 })]);
    expect(refusal(planRebase(questionOf(original, bases(['old']), bases(['new']))))).toBe('planned');
  });

  it('new base lacks a platform', () => {
    const original = indexOf(both(['old', 'app']));
    const answer = planRebase(
      questionOf(original, indexOf(both(['old'])), indexOf([imageOf({ layers: ['new'] })])),
    );
    expect(answer).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'platform-missing', platform: 'linux/arm64' },
    });
  });

  it.each([
    ['another patch of the same build', '10.0.20348.2', 'planned'],
    ['another build', '10.0.17763.1', 'platform-missing'],
  ])('Windows: %s', (_, version, expected) => {
    const original = imageOf({ layers: ['old', 'app'], platform: windows('10.0.20348.1') });
    const old = imageOf({ layers: ['old'], platform: windows('10.0.20348.1') });
    const next = imageOf({ layers: ['new'], platform: windows(version) });
    expect(refusal(planRebase(questionOf(original, old, next)))).toBe(expected);
  });

  it('old base lacks a platform', () => {
    const original = indexOf(both(['old', 'app']));
    const answer = planRebase(questionOf(original, indexOf([oldBase()]), indexOf(both(['new']))));
    expect(answer).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'platform-missing', platform: 'linux/arm64' },
    });
  });

  it('image index: every child is rebased, the index keeps its order and annotations', () => {
    const original = indexOf(both(['old', 'app']), { annotations: { 'org.example.kept': 'yes' } });
    const plan = planned(questionOf(original, indexOf(both(['old'])), indexOf(both(['new']))));
    const result = resultOf(plan.documents);
    expect(result.document.content.annotations).toMatchObject({ 'org.example.kept': 'yes' });
    expect(plan.platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    expect(
      result.kind === 'index' &&
        [...result.children.values()].map((child) => child.kind === 'manifest' && diffIds(child.config)),
    ).toEqual([
      [layerId('new'), layerId('app')],
      [layerId('new'), layerId('app')],
    ]);
    expect(plan.documents.map(({ kind }) => kind)).toEqual([
      'config',
      'config',
      'manifest',
      'manifest',
      'index',
    ]);
  });

  it('image index on a single-manifest base, and the reverse', () => {
    expect(refusal(planRebase(questionOf(indexOf([app()]), oldBase(), newBase())))).toBe('planned');
    expect(refusal(planRebase(questionOf(app(), indexOf([oldBase()]), indexOf([newBase()]))))).toBe(
      'planned',
    );
  });

  it('nested index', () => {
    const inner = indexOf([app()]);
    const plan = planned(questionOf(indexOf([inner]), oldBase(), newBase()));
    const result = resultOf(plan.documents);
    const [child] = result.kind === 'index' ? [...result.children.values()] : [];
    expect(child?.kind).toBe('index');
    expect(plan.documents.filter(({ kind }) => kind === 'index')).toHaveLength(2);
  });

  it('descriptor without platform: the config tells it', () => {
    const original = indexOf([imageOf({ layers: ['old', 'app'], platform: ARM64 })], { untold: true });
    const base = (layers: string[]) => indexOf([imageOf({ layers, platform: ARM64 })], { untold: true });
    expect(planned(questionOf(original, base(['old']), base(['new']))).platforms[0]?.platform).toBe(
      'linux/arm64',
    );
  });

  it('two children of one platform', () => {
    const original = indexOf([app(), imageOf({ layers: ['old', 'another'] })]);
    expect(refusal(planRebase(questionOf(original, oldBase(), newBase())))).toBe('ambiguous');
  });

  it('an index of which nothing runs', () => {
    expect(refusal(planRebase(questionOf(indexOf([]), oldBase(), newBase())))).toBe('unsupported-media-type');
  });
});

describe('claims', () => {
  const old = indexOf([oldBase(), oldBase({ platform: ARM64 })]);
  const next = indexOf([newBase(), newBase({ platform: ARM64 })]);
  const child = (digest: string) =>
    indexOf([app({ annotations: { [ANNOTATION.baseName]: 'base:1', [ANNOTATION.baseDigest]: digest } })]);

  it.each([
    ['a platform’s digest goes on as one', () => oldBase().document.digest, () => newBase().document.digest],
    ['an index’s digest goes on as one', () => old.document.digest, () => next.document.digest],
    ['garbage becomes the platform’s digest', () => 'sha256:garbage', () => newBase().document.digest],
  ])('in a child %s', (_, before, after) => {
    const plan = planned(questionOf(child(before()), old, next));
    expect(made(plan).manifest.annotations?.[ANNOTATION.baseDigest]).toBe(after());
  });

  it('on the index and on its descriptors follow, where they were', () => {
    const claim = { [ANNOTATION.baseName]: 'base:1', [ANNOTATION.baseDigest]: oldBase().document.digest };
    const original = indexOf([app()], { annotations: claim, descriptorAnnotations: claim });
    const result = resultOf(planned(questionOf(original, old, next)).documents);
    if (result.kind !== 'index') throw new Error('not an index');
    expect(result.document.content.annotations?.[ANNOTATION.baseDigest]).toBe(next.document.digest);
    expect(result.document.content.manifests[0]?.annotations?.[ANNOTATION.baseDigest]).toBe(
      newBase().document.digest,
    );
  });

  it('by config labels follow too', () => {
    const labels = {
      [ANNOTATION.baseName]: 'base:1',
      [ANNOTATION.baseDigest]: oldBase().document.digest,
      kept: 'yes',
    };
    const { config } = made(planned(questionOf(app({ config: { Labels: labels } }), oldBase(), newBase())));
    expect(labelsOf(config)).toEqual({
      [ANNOTATION.baseName]: `${HOST}/library/base:1`,
      [ANNOTATION.baseDigest]: newBase().document.digest,
      kept: 'yes',
    });
  });

  it('a mirror’s prefix stays out of the name: it is the name that was followed', () => {
    const base = parseReference('debian:12-slim');
    const plan = planned(
      questionOf(app(), oldBase(), newBase(), {
        newBase: { reference: base, source: newBase() },
        oldBaseName: base,
      }),
    );
    expect(made(plan).manifest.annotations?.[ANNOTATION.baseName]).toBe('docker.io/library/debian:12-slim');
  });
});

describe('formats', () => {
  it('an OCI image stays OCI on a Docker base', () => {
    const { manifest } = made(planned(questionOf(app(), oldBase(), newBase({ docker: true }))));
    expect(manifest.mediaType).toBe(MEDIA_TYPE.ociManifest);
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual(Array(3).fill(MEDIA_TYPE.ociLayerGzip));
  });

  it('Docker original on an OCI base: stays Docker, and a label says what it stands on', () => {
    const { manifest, config } = made(planned(questionOf(app({ docker: true }), oldBase(), newBase())));
    expect(manifest.mediaType).toBe(MEDIA_TYPE.dockerManifest);
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual(
      Array(3).fill(MEDIA_TYPE.dockerLayerGzip),
    );
    expect(manifest.annotations).toBeUndefined();
    expect(labelsOf(config)[ANNOTATION.baseName]).toBe(`${HOST}/library/base:1`);
  });

  it('zstd layers in a Docker image are refused', () => {
    const base = newBase({ layerType: MEDIA_TYPE.ociLayerZstd });
    expect(refusal(planRebase(questionOf(app({ docker: true }), oldBase(), base)))).toBe(
      'unsupported-media-type',
    );
    expect(refusal(planRebase(questionOf(app(), oldBase(), base)))).toBe('planned');
  });
});

describe('what is lost', () => {
  const attestation = (of: ImageSource, subject = of.document.digest) => ({
    mediaType: MEDIA_TYPE.ociManifest,
    digest: digestOf(`attestation of ${subject}`),
    size: 10,
    platform: { os: 'unknown', architecture: 'unknown' },
    annotations: {
      [ANNOTATION.attestationType]: 'attestation-manifest',
      [ANNOTATION.attestationDigest]: subject,
    },
  });

  it('attestations of replaced children are dropped, others stay', () => {
    const original = indexOf([app()], {
      entries: [attestation(app()), attestation(app(), digestOf('another'))],
    });
    const plan = planned(questionOf(original, oldBase(), newBase()));
    expect(plan.losses).toMatchObject([{ kind: 'attestation', digest: attestation(app()).digest }]);
    const result = resultOf(plan.documents);
    expect(result.kind === 'index' && result.document.content.manifests).toHaveLength(2);
  });

  it('signed image: the signature is named, and never pointed elsewhere', () => {
    const referrers = [
      {
        mediaType: MEDIA_TYPE.ociManifest,
        digest: digestOf('sig'),
        size: 1,
        artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
      },
      {
        mediaType: MEDIA_TYPE.ociManifest,
        digest: digestOf('sbom'),
        size: 1,
        artifactType: 'application/spdx+json',
      },
    ];
    const plan = planned(questionOf(app(), oldBase(), newBase(), { referrers }));
    expect(plan.losses.map(({ kind }) => kind)).toEqual(['signature', 'referrer']);
    expect(plan.documents.some(({ text }) => text.includes(digestOf('sig')))).toBe(false);
  });
});

describe('buildpacks', () => {
  const lifecycle = (topLayer: string) =>
    JSON.stringify({
      runImage: {
        topLayer,
        reference: `${HOST}/library/base@sha256:old`,
        image: `${HOST}/library/base:1`,
        mirrors: ['m'],
      },
      stack: { runImage: { image: 'x' } },
      app: [1],
    });
  const label = (topLayer: string) => ({
    config: { Labels: { [BUILDPACKS_LABEL.lifecycle]: lifecycle(topLayer) } },
  });

  it('its label has the new top layer and reference, and keeps the rest', () => {
    const { config } = made(planned(questionOf(app(label(layerId('old'))), oldBase(), newBase())));
    expect(JSON.parse(labelsOf(config)[BUILDPACKS_LABEL.lifecycle] ?? '')).toEqual({
      runImage: {
        topLayer: layerId('newer'),
        reference: `${HOST}/library/base@${newBase().document.digest}`,
        image: `${HOST}/library/base:1`,
        mirrors: ['m'],
      },
      stack: { runImage: { image: 'x' } },
      app: [1],
    });
  });

  it('topLayer proves a base that is gone', () => {
    const plan = planned(questionOf(app(label(layerId('old'))), null, newBase()));
    expect(diffIds(made(plan).config)).toEqual(['new', 'newer', 'app'].map(layerId));
  });

  it('topLayer repeated in the app is refused', () => {
    const original = imageOf({ layers: ['old', 'app', 'old'], ...label(layerId('old')) });
    expect(refusal(planRebase(questionOf(original, null, newBase())))).toBe('ambiguous');
  });

  it('topLayer that the image does not have is refused', () => {
    expect(refusal(planRebase(questionOf(app(label(layerId('none'))), null, newBase())))).toBe(
      'not-based-on',
    );
  });

  it('rebasable=false is heeded', () => {
    const original = app({ config: { Labels: { [BUILDPACKS_LABEL.rebasable]: 'false' } } });
    expect(refusal(planRebase(questionOf(original, oldBase(), newBase())))).toBe('not-rebasable');
  });
});

describe('laws', () => {
  const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 6 });
  const some = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 6 });
  const history = fc.option(
    fc.array(fc.record({ created_by: fc.constantFrom('make a', 'ENV', 'CMD'), empty_layer: fc.boolean() }), {
      maxLength: 8,
    }),
  );

  it('whatever the layers and histories: new base first, own layers last, one entry for each layer', () => {
    fc.assert(
      fc.property(some, names, some, history, history, history, (old, own, next, h1, h2, h3) => {
        const answer = planRebase(
          questionOf(
            imageOf({ layers: [...old, ...own], history: h1 }),
            imageOf({ layers: old, history: h2 }),
            imageOf({ layers: next, history: h3 }),
          ),
        );
        if (answer.kind === 'refused') {
          expect(answer.refusal.kind).toBe('already-current');
          expect(next).toEqual(old);
          return;
        }
        const { config, manifest } = made(answer.plan);
        expect(diffIds(config)).toEqual([...next, ...own].map(layerId));
        expect(manifest.layers).toHaveLength(next.length + own.length);
        const entries = (config.history ?? []).filter((entry) => !entry.empty_layer);
        expect([0, next.length + own.length]).toContain(entries.length);
        const again = questionOf(
          resultOf(answer.plan.documents),
          imageOf({ layers: next, history: h3 }),
          imageOf({ layers: next, history: h3 }),
        );
        expect(refusal(planRebase(again))).toBe('already-current');
      }),
    );
  });
});
