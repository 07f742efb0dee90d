import { describe, expect, it } from 'vitest';
import { ANNOTATION } from '#lib/oci/annotations.ts';
import { labelsOf } from '#lib/oci/image-config.ts';
import { WrittenNumber } from '#lib/oci/json/exact-number.ts';
import { type ImageManifest, type ManifestDocument, parseManifest } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { PlatformImageSource, RebaseQuestion } from '../rebase.ts';
import { blobId, HOST, type ImageSpec, imageOf, indexOf, questionOf } from '../testing.ts';
import {
  ARM64,
  app,
  attestation,
  claim,
  elsewhere,
  made,
  newBase,
  oldBase,
  planned,
  refusal,
  topIndex,
  windows,
} from './testing.ts';

describe('formats', () => {
  it('an OCI image stays OCI on a Docker base', () => {
    const { manifest } = made(planned(questionOf(app(), oldBase(), newBase({ docker: true }))));
    expect(manifest.mediaType).toBe(MEDIA_TYPE.ociManifest);
    expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual(Array(3).fill(MEDIA_TYPE.ociLayerGzip));
  });

  it('Docker original on an OCI base: stays Docker, and a label names its base', () => {
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
    expect(refusal(questionOf(app({ docker: true }), oldBase(), base))).toBe('unsupported-media-type');
    expect(refusal(questionOf(app(), oldBase(), base))).toBe('planned');
  });
});

describe('what is written', () => {
  const reordered = (image: PlatformImageSource): PlatformImageSource => {
    const { layers, config, ...rest } = JSON.parse(new TextDecoder().decode(image.document.bytes));
    const turned = (descriptor: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(descriptor).toReversed());
    const text = JSON.stringify({ layers: layers.map(turned), ...rest, config: turned(config) });
    const bytes = new TextEncoder().encode(text);
    return {
      ...image,
      document: parseManifest(bytes, image.document.mediaType) as ManifestDocument<ImageManifest>,
    };
  };

  it('has the keys of its descriptors in the order of the original', () => {
    const original = reordered(app({ descriptor: { 'x-unknown': 1 } }));
    const plan = planned(questionOf(indexOf([original]), oldBase(), newBase()));
    const text = plan.documents.find(({ kind }) => kind === 'manifest')?.text ?? '{}';
    const manifest: { config: object; layers: object[] } = JSON.parse(text);
    expect(Object.keys(manifest)).toEqual(['layers', 'schemaVersion', 'mediaType', 'config', 'annotations']);
    expect(Object.keys(manifest.config)).toEqual(['size', 'digest', 'mediaType']);
    expect(Object.keys(manifest.layers.at(-1) ?? {})).toEqual(['x-unknown', 'size', 'digest', 'mediaType']);
  });

  it('has numbers that no double holds as they were written, and shows them so', () => {
    const n = (text: string) => new WrittenNumber(text);
    const check = (interval: string) => ({ Healthcheck: { Interval: n(interval) } });
    const original = app({
      config: { ...check('9223372036854775806'), StopTimeout: n('1.0') },
      top: { 'x-epoch': n('9007199254740993') },
      manifest: { 'x-number': n('1e400') },
      descriptor: { 'x-layer': n('-0') },
    });
    const before = oldBase({ config: check('9223372036854775806') });
    const after = newBase({ config: check('9223372036854775807') });
    const plan = planned(questionOf(original, before, after));
    const texts = plan.documents.map(({ text }) => text).join('\n');
    for (const part of [
      '"x-epoch":9007199254740993',
      '"StopTimeout":1.0',
      '"x-number":1e400',
      '"x-layer":-0',
    ])
      expect(texts).toContain(part);
    expect(texts).toContain('"Interval":9223372036854775807');
    expect(plan.platforms[0]?.config.changes).toContainEqual({
      path: 'config.Healthcheck',
      before: '{"Interval":9223372036854775806}',
      after: '{"Interval":9223372036854775807}',
    });
  });

  it('drops the embedded copy of a manifest that is no longer the one an index lists', () => {
    const original = app();
    const { digest, mediaType, bytes } = original.document;
    const data = Buffer.from(bytes).toString('base64');
    const listing = indexOf([], { entries: [{ mediaType, digest, size: bytes.byteLength, data }] });
    const plan = planned(
      questionOf({ ...listing, children: new Map([[digest, original]]) }, oldBase(), newBase()),
    );
    expect(topIndex(plan).manifests).toHaveLength(1);
    expect(topIndex(plan).manifests[0]?.data).toBeUndefined();
  });

  it('an index lists Windows’ new patch where it listed the old one', () => {
    const original = indexOf([imageOf({ layers: ['old', 'app'], platform: windows('10.0.20348.1') })]);
    const base = (layer: string, version: string) => imageOf({ layers: [layer], platform: windows(version) });
    const plan = planned(questionOf(original, base('old', '10.0.20348.1'), base('new', '10.0.20348.2')));
    expect(topIndex(plan).manifests[0]?.platform?.['os.version']).toBe('10.0.20348.2');
  });

  it('two patches of one Windows build in the new base: which of them is not guessed', () => {
    const original = imageOf({ layers: ['old', 'app'], platform: windows('10.0.20348.1') });
    const next = indexOf(
      ['10.0.20348.2', '10.0.20348.3'].map((version) =>
        imageOf({ layers: [version], platform: windows(version) }),
      ),
    );
    const old = imageOf({ layers: ['old'], platform: windows('10.0.20348.1') });
    expect(refusal(questionOf(original, old, next))).toBe('platform-missing');
  });

  it('Docker’s zstd layers are OCI’s in an OCI image, and refused in a Docker one', () => {
    const base = newBase({
      docker: true,
      layerType: 'application/vnd.docker.image.rootfs.diff.tar.zstd',
    });
    const plan = planned(questionOf(app(), oldBase(), base));
    expect(plan.platforms[0]?.layersAdded.map(({ mediaType }) => mediaType)).toEqual([
      MEDIA_TYPE.ociLayerZstd,
      MEDIA_TYPE.ociLayerZstd,
    ]);
    expect(refusal(questionOf(app({ docker: true }), oldBase(), base))).toBe('unsupported-media-type');
  });
});

describe('a child whose base has not moved', () => {
  const arms = (layers: string[], more: Partial<ImageSpec> = {}) =>
    imageOf({ layers, platform: ARM64, ...more });
  const armBase = () => arms(['arm']);
  const armApp = arms(['arm', 'app'], { annotations: claim(armBase().document.digest) });
  const original = indexOf([app(), armApp], { entries: [attestation(armApp.document.digest)] });
  const question = (more: Partial<RebaseQuestion> = {}) =>
    questionOf(original, indexOf([oldBase(), armBase()]), indexOf([newBase(), armBase()]), more);

  it('stays what it is, with what was signed and attested of it', () => {
    const plan = planned(question());
    const [amd64, arm64, attested] = topIndex(plan).manifests;
    expect(amd64?.digest).not.toBe(app().document.digest);
    expect(arm64?.digest).toBe(armApp.document.digest);
    expect(attested?.digest).toBe(attestation(armApp.document.digest).digest);
    expect(plan.losses).toEqual([]);
    expect(plan.platforms[1]).toMatchObject({
      fromDigest: armApp.document.digest,
      toDigest: armApp.document.digest,
      config: { changes: [] },
    });
    expect(plan.documents.map(({ kind }) => kind)).toEqual(['config', 'manifest', 'index']);
  });

  it('keeps what the registry lists as a referrer and the index still has', () => {
    const entry = attestation(armApp.document.digest);
    expect(planned(question({ referrers: [entry] })).losses).toEqual([]);
  });

  it('is updated if it names the base’s index, which has moved', () => {
    const bases = indexOf([oldBase(), armBase()]);
    const next = indexOf([newBase(), armBase()]);
    const child = arms(['arm', 'app'], { annotations: claim(bases.document.digest) });
    const plan = planned(questionOf(indexOf([app(), child]), bases, next));
    const texts = plan.documents.map(({ text }) => text);
    expect(plan.platforms[1]?.toDigest).not.toBe(child.document.digest);
    expect(texts.some((text) => text.includes(bases.document.digest))).toBe(false);
  });

  it('is brought along to another repository, whole', () => {
    const plan = planned(question(elsewhere));
    expect(plan.documents.map(({ digest }) => digest)).toContain(armApp.document.digest);
    const moved = plan.mounts.map(({ digest }) => digest);
    expect(moved).toEqual(
      expect.arrayContaining([
        blobId('arm'),
        blobId('app'),
        blobId('new'),
        armApp.document.content.config.digest,
      ]),
    );
  });
});
