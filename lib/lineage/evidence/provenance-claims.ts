import { ANNOTATION } from '#lib/oci/annotations.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import { type ImageIndex, isManifest } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import type { Listing, PlatformImage } from '../images/platform-image.ts';
import type { Cause } from '../verdict/reason.ts';
import type { Claim } from './claim.ts';
import { readProvenance } from './slsa-statement.ts';

const PROVENANCE = /^https:\/\/slsa\.dev\/provenance\/v(?:0\.2|1)$/;

/**
 * Claims from the provenance of one platform's build (BuildKit, attestation-storage.md): an entry of the index that
 * refers to the platform's manifest. If the provenance has the build's steps, the claim is the image they begin with;
 * if not, every image input is a candidate, and their order means nothing. Provenance that cannot be read is a claim
 * too, because it may name any base.
 */
export function provenanceClaims(lookup: FactLookup, image: PlatformImage): Claim[] {
  const attestations = attestationsOf(image);
  for (const attestation of attestations.slice(0, MAX_ATTESTATIONS)) {
    const claims = readAttestation(lookup, image, attestation);
    if (claims !== undefined) return claims;
  }
  const beyond = attestations[MAX_ATTESTATIONS];
  if (beyond === undefined) return [];
  const reason = { kind: 'too-many-attestations', limit: MAX_ATTESTATIONS } as const;
  return unread(beyond, { state: 'unknown', reason });
}

/** Attestations of one image that are read. BuildKit writes one. */
const MAX_ATTESTATIONS = 8;

/** Attestations of an index by the manifest they describe: every platform uses the same index. */
const ATTESTATIONS = new WeakMap<ImageIndex, ReadonlyMap<string | undefined, readonly Descriptor[]>>();

function attestationsOf(image: PlatformImage): Descriptor[] {
  const found: Descriptor[] = [];
  for (let at: Listing | undefined = image.listing; at !== undefined; at = at.above) {
    const { content } = at.index;
    const bySubject = ATTESTATIONS.get(content) ?? attestationsIn(content);
    ATTESTATIONS.set(content, bySubject);
    found.push(...(bySubject.get(image.digest) ?? []).slice(0, MAX_ATTESTATIONS + 1));
  }
  return found;
}

function attestationsIn({ manifests }: ImageIndex) {
  const attestations = manifests.filter(
    ({ annotations }) => annotations?.[ANNOTATION.attestationType] === 'attestation-manifest',
  );
  return Map.groupBy(attestations, ({ annotations }) => annotations?.[ANNOTATION.attestationDigest]);
}

/** `undefined` if the attestation holds no provenance, for example only an SBOM. */
function readAttestation(
  lookup: FactLookup,
  image: PlatformImage,
  attestation: Descriptor,
): Claim[] | undefined {
  const manifest = lookup.manifest(image.repository, attestation.digest);
  if (manifest.state === 'pending') return [];
  if (manifest.state !== 'present') return unread(attestation, manifest);
  if (!isManifest(manifest.document)) return undefined;
  const layer = manifest.document.content.layers.find(
    ({ mediaType, annotations }) =>
      mediaType === MEDIA_TYPE.inToto && PROVENANCE.test(annotations?.[ANNOTATION.predicateType] ?? ''),
  );
  if (layer === undefined) return undefined;
  const fact = lookup.statement(image.repository, layer.digest);
  if (fact.state === 'pending') return [];
  if (fact.state !== 'present') return unread(layer, fact);
  const provenance = readProvenance(fact.statement, image.layers);
  if (provenance === undefined) {
    return unread(layer, { state: 'unknown', reason: { kind: 'statement-off-type' } });
  }
  if (provenance.unread !== undefined) return unread(layer, { state: 'unknown', reason: provenance.unread });
  const claim = { kind: 'provenance', level: 'attestation', source: layer.digest } as const;
  if (provenance.root === 'scratch') return [{ ...claim, base: 'scratch', origin: 'own' }];
  if (provenance.root !== undefined) return [{ ...claim, base: provenance.root, origin: 'own' }];
  const unreadable = provenance.unreadable.map((malformed): Claim => {
    const reason = { kind: 'input-name-malformed', name: malformed } as const;
    const base = { name: undefined, digest: undefined };
    return { ...claim, base, origin: 'candidate', malformed, notes: [reason], unread: reason };
  });
  if (provenance.inputs.length === 0 && unreadable.length === 0) {
    const notes = [{ kind: 'provenance-without-images' }] as const;
    return [{ ...claim, base: { name: undefined, digest: undefined }, origin: 'candidate', notes }];
  }
  return [
    ...provenance.inputs.map((base): Claim => ({ ...claim, base, origin: 'candidate' })),
    ...unreadable,
  ];
}

function unread(
  { digest }: Descriptor,
  fact: { state: 'gone' } | { state: 'unknown'; reason: Cause },
): Claim[] {
  const nothing = {
    kind: 'provenance',
    level: 'attestation',
    source: digest,
    base: { name: undefined, digest: undefined },
    origin: 'candidate',
  } as const;
  if (fact.state === 'gone') return [{ ...nothing, notes: [{ kind: 'provenance-gone' }] }];
  const reason = { kind: 'provenance-unreadable', cause: fact.reason } as const;
  return [{ ...nothing, notes: [reason], unread: reason }];
}
