import type { Descriptor } from '#lib/oci/descriptor.ts';
import { layerCompression, MEDIA_TYPE } from '#lib/oci/media-type.ts';

const { ociLayer, ociLayerGzip, ociLayerZstd, dockerLayer, dockerLayerGzip, dockerForeignLayer } = MEDIA_TYPE;
const OCI_FOREIGN = 'application/vnd.oci.image.layer.nondistributable.v1.tar';
/** No type of Docker's schema 2; some builders write it, and some runtimes read it. */
const DOCKER_ZSTD = 'application/vnd.docker.image.rootfs.diff.tar.zstd';

/** The same blob's type in the OCI family (image-spec, media-types.md § Compatibility Matrix). */
const TO_OCI: Readonly<Record<string, string>> = {
  [dockerLayer]: ociLayer,
  [dockerLayerGzip]: ociLayerGzip,
  [dockerForeignLayer]: `${OCI_FOREIGN}+gzip`,
  [DOCKER_ZSTD]: ociLayerZstd,
};

/** The same blob's type in Docker's schema 2, which knows no zstd. */
const TO_DOCKER: Readonly<Record<string, string>> = {
  [ociLayer]: dockerLayer,
  [ociLayerGzip]: dockerLayerGzip,
  [`${OCI_FOREIGN}+gzip`]: dockerForeignLayer,
};

/** A base's layer as a manifest of the image's own family lists it; `undefined` where that family has no such type. */
export function layerInFamily(layer: Descriptor, manifestType: string): Descriptor | undefined {
  const docker = manifestType === MEDIA_TYPE.dockerManifest;
  const type = layer.mediaType;
  const isDocker = type.startsWith('application/vnd.docker.');
  if (docker === isDocker) return layerCompression(type) === undefined ? undefined : layer;
  const mediaType = (docker ? TO_DOCKER : TO_OCI)[type];
  if (mediaType !== undefined) return { ...layer, mediaType };
  // Layers of types that nobody converts, in an OCI image, stay as they are.
  return docker || type === ociLayerZstd ? undefined : layer;
}
