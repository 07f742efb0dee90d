/** The media types of the image-spec and of Docker's schema 2, by role. */
export const MEDIA_TYPE = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  ociLayer: 'application/vnd.oci.image.layer.v1.tar',
  ociLayerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  ociLayerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  ociEmpty: 'application/vnd.oci.empty.v1+json',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  dockerLayer: 'application/vnd.docker.image.rootfs.diff.tar',
  dockerLayerGzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  dockerForeignLayer: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
  inToto: 'application/vnd.in-toto+json',
} as const;

/** Media types of an index. */
export type IndexMediaType = typeof MEDIA_TYPE.ociIndex | typeof MEDIA_TYPE.dockerIndex;
/** Media types of an image manifest. */
export type ManifestMediaType = typeof MEDIA_TYPE.ociManifest | typeof MEDIA_TYPE.dockerManifest;

/** `Accept` always lists all four: registries answer a shorter list with 404 or another document. */
export const ACCEPTED_MANIFESTS: readonly (IndexMediaType | ManifestMediaType)[] = [
  MEDIA_TYPE.ociIndex,
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.dockerIndex,
  MEDIA_TYPE.dockerManifest,
];

/** True for the media type of an index. */
export function isIndexMediaType(type: string): type is IndexMediaType {
  return type === MEDIA_TYPE.ociIndex || type === MEDIA_TYPE.dockerIndex;
}

/** True for the media type of an image manifest. */
export function isManifestMediaType(type: string): type is ManifestMediaType {
  return type === MEDIA_TYPE.ociManifest || type === MEDIA_TYPE.dockerManifest;
}

/** Media types that old builders and registries gave to image configs; Docker reads all of them. */
const VAGUE_CONFIG_TYPES: readonly string[] = [
  'application/octet-stream',
  'application/json',
  'text/html',
  '',
];

/** True for the config of an image; artifacts have another type (image-spec, manifest.md § config). */
export function isImageConfigMediaType(type: string): boolean {
  return (
    type === MEDIA_TYPE.ociConfig || type === MEDIA_TYPE.dockerConfig || VAGUE_CONFIG_TYPES.includes(type)
  );
}

/**
 * True for the `artifactType` of content that is no image (image-spec, descriptor.md). Some tools write the config type
 * of an image there: that is still an image.
 */
export function isArtifactType(type: string | null | undefined): boolean {
  return type != null && type !== '' && !isImageConfigMediaType(type);
}

/** A media type without parameters, in lower case: `Content-Type` may carry a charset. */
export function bareMediaType(header: string): string {
  return header.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The compression of a layer; `undefined` for an unknown layer type. */
export function layerCompression(type: string): 'none' | 'gzip' | 'zstd' | undefined {
  if (/^application\/vnd\.oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(gzip|zstd))?$/.test(type)) {
    return type.endsWith('+gzip') ? 'gzip' : type.endsWith('+zstd') ? 'zstd' : 'none';
  }
  if (/^application\/vnd\.docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.gzip)?$/.test(type)) {
    return type.endsWith('.gzip') ? 'gzip' : 'none';
  }
  return undefined;
}

/** True for layers that registries need not store; their `urls` are never fetched. */
export function isForeignLayer(type: string): boolean {
  return type.includes('.layer.nondistributable.') || type.includes('.rootfs.foreign.');
}
