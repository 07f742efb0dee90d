import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Loss } from '../rebase.ts';

/** An index entry that says something of a child that is no longer in the index. */
export function attestationLoss({ digest }: Descriptor): Loss {
  return {
    kind: 'attestation',
    digest,
    detail: 'Provenance or SBOM of the image as it was built: it would be false of the rebased one.',
  };
}

/** An index entry that is in the image's own repository alone. */
export function leftBehind({ digest, artifactType, mediaType }: Descriptor): Loss {
  return {
    kind: 'referrer',
    digest,
    detail: `Is listed beside the image (${artifactType ?? mediaType}), and stays in its repository.`,
  };
}

/**
 * Everything that the new image no longer has, each document once: an attestation may be an entry of the index and
 * a referrer, too. What the new index still lists is not lost.
 */
export function lossesOf(
  { losses, kept }: { readonly losses: readonly Loss[]; readonly kept: ReadonlySet<Digest> },
  referrers: readonly Descriptor[],
): Loss[] {
  const told = new Set<Digest>();
  return [...losses, ...referrers.map(referrerLoss)].filter(({ digest }) => {
    if (digest === null) return true;
    const isNew = !told.has(digest) && !kept.has(digest);
    told.add(digest);
    return isNew;
  });
}

/** A document that speaks of the old digest: it stays with it, and is never pointed elsewhere. */
function referrerLoss({ digest, artifactType, mediaType }: Descriptor): Loss {
  const type = artifactType ?? mediaType;
  return /sign|cosign|notary|sigstore/i.test(type)
    ? {
        kind: 'signature',
        digest,
        detail: `Signs the old digest alone (${type}). Sign the rebased image anew.`,
      }
    : { kind: 'referrer', digest, detail: `Speaks of the old digest alone (${type}).` };
}
