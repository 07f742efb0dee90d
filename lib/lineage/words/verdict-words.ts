import type { ChainEnd, EvidenceKind, EvidenceLevel, Freshness, Verification } from '../verdict/lineage.ts';

/** A word of the verdict with what it means. */
export interface VerdictWord {
  readonly word: string;
  readonly means: string;
}

export const FRESHNESS_WORDS: Readonly<Record<Freshness, VerdictWord>> = {
  'up-to-date': { word: 'up to date', means: 'The name still resolves to the digest that was claimed.' },
  'index-moved': {
    word: 'index moved',
    means: 'The index has a new digest, but this platform’s image in it is the same.',
  },
  'same-content': { word: 'same content', means: 'A new digest over the same layers and configuration.' },
  stale: { word: 'stale', means: 'The name resolves to an image with other layers.' },
  'stale-config': { word: 'stale config', means: 'The layers are the same, the configuration has changed.' },
  pinned: { word: 'pinned', means: 'Named by digest alone: nothing that could move.' },
  'base-tag-gone': { word: 'tag gone', means: 'The base’s tag is no longer there; its digest is.' },
  'base-digest-gone': { word: 'digest gone', means: 'The claimed digest is no longer there; the tag is.' },
  'base-gone': { word: 'base gone', means: 'Neither the base’s tag nor its digest is there any more.' },
  'platform-gone': { word: 'platform gone', means: 'The base is no longer published for this platform.' },
  unknown: { word: 'unknown', means: 'It could not be checked; the reason says why.' },
};

export const VERIFICATION_WORDS: Readonly<Record<Verification, VerdictWord>> = {
  verified: { word: 'verified', means: 'The image begins with exactly the base’s layers.' },
  'verified-recompressed': {
    word: 'verified, recompressed',
    means: 'The uncompressed layers (diff IDs) are the base’s; they were compressed anew.',
  },
  contradicted: { word: 'contradicted', means: 'The image does not begin with the base’s layers.' },
  unverifiable: { word: 'not verifiable', means: 'The base’s layers could not be had to compare with.' },
};

/** Who makes the statement, and where that is specified. */
export const EVIDENCE_WORDS: Readonly<Record<EvidenceKind, VerdictWord & { readonly spec: string }>> = {
  annotation: {
    word: 'Annotation',
    means: 'org.opencontainers.image.base.name and .digest, written by the builder.',
    spec: 'OCI image-spec, annotations.md',
  },
  label: {
    word: 'Label',
    means: 'The same keys as labels of the image’s configuration.',
    spec: 'OCI image-spec, config.md',
  },
  buildpacks: {
    word: 'Buildpacks label',
    means: 'io.buildpacks.lifecycle.metadata names the run image.',
    spec: 'Buildpacks platform spec',
  },
  provenance: {
    word: 'Provenance',
    means: 'An attestation of the builder lists what it built from.',
    spec: 'SLSA provenance, resolvedDependencies',
  },
  layers: {
    word: 'Layers',
    means: 'The image begins with the layers of an image already known here.',
    spec: 'OCI image-spec, config.md § rootfs.diff_ids',
  },
  declared: {
    word: 'Declared',
    means: 'The operator of this service named the base.',
    spec: 'baseboard.yaml',
  },
};

export const LEVEL_WORDS: Readonly<Record<EvidenceLevel, string>> = {
  manifest: 'on the manifest',
  descriptor: 'on the index’s descriptor',
  index: 'on the index',
  config: 'in the configuration',
  attestation: 'in an attestation',
  fleet: 'from the fleet',
  operator: 'by the operator',
};

/** Why a chain goes no further. */
export const END_SENTENCES: Readonly<Record<ChainEnd, string>> = {
  root: 'The chain ends here, at its root.',
  'no-evidence':
    'The chain ends here: nothing says what this image is based on, or no claim could be followed.',
  unresolvable: 'What comes below cannot be seen from here.',
  cycle: 'The chain comes back to an image that is in it already.',
  'too-deep': 'The chain is longer than is followed.',
};
