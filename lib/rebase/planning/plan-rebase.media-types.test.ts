import { describe, expect, it } from 'vitest';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { indexOf, questionOf } from '../testing.ts';
import { app, made, newBase, oldBase, planned, refusal, topIndex } from './testing.ts';

const { ociLayer, ociLayerGzip, ociLayerZstd, dockerLayer, dockerLayerGzip, dockerForeignLayer } = MEDIA_TYPE;
const FOREIGN = 'application/vnd.oci.image.layer.nondistributable.v1.tar';
const DOCKER_FOREIGN = 'application/vnd.docker.image.rootfs.foreign.diff.tar';
const DOCKER_ZSTD = 'application/vnd.docker.image.rootfs.diff.tar.zstd';

/** The types that the result lists for layers that stay, for an image that mixes both families. */
function keptTypes(docker: boolean, layerType: string) {
  const plan = planned(questionOf(app({ docker, layerType }), oldBase(), newBase()));
  const { manifest } = made(plan);
  expect(manifest.mediaType).toBe(docker ? MEDIA_TYPE.dockerManifest : MEDIA_TYPE.ociManifest);
  return manifest.layers.at(-1)?.mediaType;
}

describe('one manifest, one family of types', () => {
  it.each([
    [ociLayerGzip, dockerLayerGzip],
    [ociLayer, dockerLayer],
    [FOREIGN, DOCKER_FOREIGN],
    [`${FOREIGN}+gzip`, dockerForeignLayer],
    [dockerLayerGzip, dockerLayerGzip],
  ])('a Docker manifest’s own layer %s is %s', (before, after) => {
    expect(keptTypes(true, before)).toBe(after);
  });

  it.each([
    [dockerLayerGzip, ociLayerGzip],
    [dockerLayer, ociLayer],
    [DOCKER_FOREIGN, FOREIGN],
    [dockerForeignLayer, `${FOREIGN}+gzip`],
    [DOCKER_ZSTD, ociLayerZstd],
    [`${ociLayerGzip}+encrypted`, `${ociLayerGzip}+encrypted`],
  ])('an OCI manifest’s own layer %s is %s', (before, after) => {
    expect(keptTypes(false, before)).toBe(after);
  });

  it.each([ociLayerZstd, DOCKER_ZSTD, `${FOREIGN}+zstd`, 'application/x-unknown'])(
    'a Docker manifest’s own layer %s is refused: no tool that keeps to the format pulls it',
    (layerType) => {
      expect(refusal(questionOf(app({ docker: true, layerType }), oldBase(), newBase()))).toBe(
        'unsupported-media-type',
      );
    },
  );

  it.each([
    [true, MEDIA_TYPE.ociConfig, MEDIA_TYPE.dockerConfig],
    [false, MEDIA_TYPE.dockerConfig, MEDIA_TYPE.ociConfig],
  ])('the config has the manifest’s family (Docker: %s)', (docker, before, after) => {
    const { config } = JSON.parse(new TextDecoder().decode(app({ docker }).document.bytes));
    const original = app({ docker, manifest: { config: { ...config, mediaType: before } } });
    const plan = planned(questionOf(original, oldBase(), newBase()));
    expect(made(plan).manifest.config.mediaType).toBe(after);
    expect(plan.documents.find(({ kind }) => kind === 'config')?.mediaType).toBe(after);
  });

  it('an index of one family may list manifests of the other: each entry has its manifest’s type', () => {
    const original = indexOf([app({ docker: true })]);
    const plan = planned(questionOf(original, oldBase(), newBase()));
    expect(topIndex(plan)).toMatchObject({
      mediaType: MEDIA_TYPE.ociIndex,
      manifests: [{ mediaType: MEDIA_TYPE.dockerManifest }],
    });
    const { manifest } = made(plan);
    expect(new Set(manifest.layers.map(({ mediaType }) => mediaType))).toEqual(new Set([dockerLayerGzip]));
  });
});
