/** Annotation and label keys (image-spec, annotations.md; BuildKit attestation-storage.md; buildpacks platform spec). */
export const ANNOTATION = {
  baseName: 'org.opencontainers.image.base.name',
  baseDigest: 'org.opencontainers.image.base.digest',
  version: 'org.opencontainers.image.version',
  created: 'org.opencontainers.image.created',
  source: 'org.opencontainers.image.source',
  vendor: 'org.opencontainers.image.vendor',
  attestationType: 'vnd.docker.reference.type',
  attestationDigest: 'vnd.docker.reference.digest',
  predicateType: 'in-toto.io/predicate-type',
} as const;

/** Config labels of Cloud Native Buildpacks (platform spec). */
export const BUILDPACKS_LABEL = {
  lifecycle: 'io.buildpacks.lifecycle.metadata',
  rebasable: 'io.buildpacks.rebasable',
} as const;

/** Annotations or labels by key. */
export type Annotations = Readonly<Record<string, string>>;
