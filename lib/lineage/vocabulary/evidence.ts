/** A kind of evidence: who makes the claim, and where that is specified. */
export interface EvidenceKindEntry {
  readonly word: string;
  /** A sentence. */
  readonly meaning: string;
  readonly spec: string;
  /** Whether images built on top inherit it with the config: it may describe a base further down. */
  readonly inherited: boolean;
}

/** Every kind of evidence about an image's base, highest precedence first. */
export const EVIDENCE_KINDS = {
  annotation: {
    word: 'Annotation',
    meaning: 'org.opencontainers.image.base.name and .digest, written by the builder.',
    spec: 'OCI image-spec, annotations.md',
    inherited: false,
  },
  buildpacks: {
    word: 'Buildpacks label',
    meaning: 'io.buildpacks.lifecycle.metadata names the run image.',
    spec: 'Buildpacks platform spec',
    inherited: true,
  },
  provenance: {
    word: 'Provenance',
    meaning: 'An attestation of the builder lists what it built from.',
    spec: 'SLSA provenance, resolvedDependencies',
    inherited: false,
  },
  label: {
    word: 'Label',
    meaning: 'The same keys as labels in the image’s config.',
    spec: 'OCI image-spec, config.md',
    inherited: true,
  },
  layers: {
    word: 'Layers',
    meaning: 'The image’s first layers are those of a known image.',
    spec: 'OCI image-spec, config.md § rootfs.diff_ids',
    inherited: false,
  },
  declared: {
    word: 'Declared',
    meaning: 'A person named the base, on the image’s page or in baseboard.yaml.',
    spec: 'Settings › Declared bases',
    inherited: false,
  },
} as const satisfies Readonly<Record<string, EvidenceKindEntry>>;

export type EvidenceKind = keyof typeof EVIDENCE_KINDS;
export const EVIDENCE_KIND = Object.keys(EVIDENCE_KINDS) as readonly EvidenceKind[];

/** Where a claim was found, after the word of its kind: "Annotation on the manifest". */
export const EVIDENCE_LEVELS = {
  manifest: { where: 'on the manifest' },
  descriptor: { where: 'on the index’s descriptor' },
  index: { where: 'on the index' },
  config: { where: 'in the configuration' },
  attestation: { where: 'in an attestation' },
  fleet: { where: 'from the fleet' },
  operator: { where: 'by the operator' },
} as const satisfies Readonly<Record<string, { readonly where: string }>>;

export type EvidenceLevel = keyof typeof EVIDENCE_LEVELS;
export const EVIDENCE_LEVEL = Object.keys(EVIDENCE_LEVELS) as readonly EvidenceLevel[];

/** What a digest is of: an index of several platforms, or one platform's manifest. */
export const DIGEST_KIND = ['index', 'manifest'] as const;
export type DigestKind = (typeof DIGEST_KIND)[number];
