import { ANNOTATION } from '#lib/oci/annotations.ts';
import { isManifest } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { Claim } from '../claim.ts';
import type { Inquiry } from '../inquiry.ts';
import type { PlatformImage } from '../platform-image.ts';
import { readProvenance } from './statement.ts';

const PROVENANCE = /^https:\/\/slsa\.dev\/provenance\/(?:v0\.2|v1)$/;

/**
 * What the build's provenance says of one platform's base (BuildKit, attestation-storage.md): an entry of the
 * index that refers to the platform's manifest. Where the build's steps are told, the one image they begin
 * with; else every image input is a candidate, in no order that means anything.
 */
export function provenanceClaims(inquiry: Inquiry, image: PlatformImage): Claim[] {
  const attestation = image.listing?.index.content.manifests.find(
    ({ annotations }) =>
      annotations?.[ANNOTATION.attestationType] === 'attestation-manifest' &&
      annotations[ANNOTATION.attestationDigest] === image.digest,
  );
  if (attestation === undefined) return [];
  const manifest = inquiry.manifest(image.repository, attestation.digest);
  if (manifest.state !== 'present' || !isManifest(manifest.document)) return [];
  const layer = manifest.document.content.layers.find(
    ({ mediaType, annotations }) =>
      mediaType === MEDIA_TYPE.inToto && PROVENANCE.test(annotations?.[ANNOTATION.predicateType] ?? ''),
  );
  if (layer === undefined) return [];
  const fact = inquiry.statement(image.repository, layer.digest);
  const provenance = fact.state === 'present' ? readProvenance(fact.statement) : undefined;
  if (provenance === undefined) return [];
  const claim = { kind: 'provenance', level: 'attestation', source: layer.digest } as const;
  if (provenance.root === 'scratch') return [{ ...claim, base: 'scratch', standing: 'own' }];
  if (provenance.root !== undefined) return [{ ...claim, base: provenance.root, standing: 'own' }];
  return provenance.inputs.map((base) => ({ ...claim, base, standing: 'candidate' }));
}
