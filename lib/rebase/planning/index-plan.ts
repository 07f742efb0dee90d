import { ANNOTATION } from '#lib/oci/annotations.ts';
import { type Descriptor, isAttestation } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { ImageSource, IndexSource, Loss, PlannedDocument } from '../rebase.ts';
import { claimsBase, type NewClaim, withClaim } from './base-claims.ts';
import { documentSize, encodeDocument } from './encode.ts';
import { rawOf } from './platform-plan.ts';

export interface PlannedIndexes {
  /** Inner indexes before outer ones; the last is what the tag then holds. */
  readonly documents: readonly PlannedDocument[];
  readonly losses: readonly Loss[];
}

/**
 * Rebuilds an index around its new children. Entries keep their place, platform and annotations; attestations of
 * a replaced child are left out, for what they say is no longer so. Empty for a manifest on its own.
 * `claimOf` says what the children of one platform claim, by their old digest.
 */
export function rebuildIndexes(
  source: ImageSource,
  replaced: ReadonlyMap<Digest, PlannedDocument>,
  claim: NewClaim,
  claimOf: (child: Digest) => NewClaim,
): PlannedIndexes {
  if (source.kind === 'manifest') return { documents: [], losses: [] };
  const rebuilt = new Map(replaced);
  const documents = new Map<Digest, PlannedDocument>();
  const losses: Loss[] = [];
  rebuildOne(source, { rebuilt, documents, losses, claim, claimOf }, true);
  return { documents: [...documents.values()], losses };
}

interface Work {
  readonly rebuilt: Map<Digest, PlannedDocument>;
  readonly documents: Map<Digest, PlannedDocument>;
  readonly losses: Loss[];
  readonly claim: NewClaim;
  readonly claimOf: (child: Digest) => NewClaim;
}

function rebuildOne(source: IndexSource, work: Work, top: boolean): PlannedDocument {
  const { document, children } = source;
  for (const [digest, child] of children) {
    if (child.kind === 'index') work.rebuilt.set(digest, rebuildOne(child, work, false));
  }
  const manifests = document.content.manifests.flatMap((entry) => entryAfter(entry, work));
  const { annotations } = document.content;
  const speaks = (top && document.mediaType === MEDIA_TYPE.ociIndex) || claimsBase(annotations);
  const planned = encodeDocument('index', document.mediaType, null, {
    ...rawOf(document.bytes),
    manifests,
    ...(speaks ? { annotations: withClaim(annotations, work.claim, 'top') } : {}),
  });
  work.documents.set(planned.digest, planned);
  return planned;
}

function entryAfter(entry: Descriptor, { rebuilt, losses, claimOf }: Work): Descriptor[] {
  const planned = rebuilt.get(entry.digest);
  if (planned !== undefined) {
    const { data: _, ...kept } = entry;
    const annotations = claimsBase(entry.annotations)
      ? { annotations: { ...withClaim(entry.annotations, claimOf(entry.digest), 'child') } }
      : {};
    return [{ ...kept, digest: planned.digest, size: documentSize(planned), ...annotations }];
  }
  if (!isAttestation(entry)) return [entry];
  const subject = entry.annotations?.[ANNOTATION.attestationDigest];
  // One that does not say of whom it speaks was made for this index.
  if (subject !== undefined && !rebuilt.has(subject as Digest)) return [entry];
  losses.push({
    kind: 'attestation',
    digest: entry.digest,
    detail: 'Provenance or SBOM of the image as it was built: it would be false of the rebased one.',
  });
  return [];
}
