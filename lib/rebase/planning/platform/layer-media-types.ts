import type { Descriptor } from '#lib/oci/descriptor.ts';
import { layerCompression, type ManifestMediaType, MEDIA_TYPE } from '#lib/oci/media-type.ts';

const { ociLayer, ociLayerGzip, ociLayerZstd, dockerLayer, dockerLayerGzip, dockerForeignLayer } = MEDIA_TYPE;
const OCI_FOREIGN = 'application/vnd.oci.image.layer.nondistributable.v1.tar';
const DOCKER_FOREIGN = 'application/vnd.docker.image.rootfs.foreign.diff.tar';
/** No type of Docker's schema 2; some builders write it, and some runtimes read it. */
const DOCKER_ZSTD = 'application/vnd.docker.image.rootfs.diff.tar.zstd';

/** The same blob's type in the OCI family (image-spec, media-types.md § Compatibility Matrix). */
const TO_OCI: Readonly<Record<string, string>> = {
  [dockerLayer]: ociLayer,
  [dockerLayerGzip]: ociLayerGzip,
  [DOCKER_FOREIGN]: OCI_FOREIGN,
  [dockerForeignLayer]: `${OCI_FOREIGN}+gzip`,
  [DOCKER_ZSTD]: ociLayerZstd,
};

/** The same blob's type in Docker's schema 2, which knows no zstd. */
const TO_DOCKER: Readonly<Record<string, string>> = {
  [ociLayer]: dockerLayer,
  [ociLayerGzip]: dockerLayerGzip,
  [OCI_FOREIGN]: DOCKER_FOREIGN,
  [`${OCI_FOREIGN}+gzip`]: dockerForeignLayer,
};

/**
 * The type by which a manifest of that family lists a layer, the base's or the image's own: a manifest that mixes both
 * families is one that containers/image (skopeo, podman, CRI-O) refuses. `undefined` where the family has no such type.
 */
export function layerTypeIn(type: string, manifestType: ManifestMediaType): string | undefined {
  const docker = manifestType === MEDIA_TYPE.dockerManifest;
  const isDocker = type.startsWith('application/vnd.docker.');
  if (docker === isDocker) return layerCompression(type) === undefined ? undefined : type;
  return (docker ? TO_DOCKER : TO_OCI)[type];
}

/** The type of a config in a manifest of that family. */
export function configTypeIn(manifestType: ManifestMediaType): string {
  return manifestType === MEDIA_TYPE.dockerManifest ? MEDIA_TYPE.dockerConfig : MEDIA_TYPE.ociConfig;
}

/** Lazy loaders mark layers that cannot stand alone by these annotations (see {@link isWholeImageLayer}). */
const WHOLE_IMAGE = /^containerd\.io\/snapshot\/(?:nydus-|overlaybd\/)/;

/**
 * Whether a layer makes sense only in the image it was made for: Nydus describes every file of the image in its last
 * layer, OverlayBD's layers are changed blocks of the disk that the layers below make up.
 */
export function isWholeImageLayer({ mediaType, annotations }: Descriptor): boolean {
  return mediaType.includes('.nydus.') || Object.keys(annotations ?? {}).some((key) => WHOLE_IMAGE.test(key));
}
