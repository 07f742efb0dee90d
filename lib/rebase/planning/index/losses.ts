import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { Loss, TagAttachment } from '../../rebase.ts';

/** An index entry about a child that is no longer in the index. */
export function attestationLoss({ digest }: Descriptor): Loss {
  return {
    kind: 'attestation',
    digest,
    detail: 'Provenance or SBOM of the original image, which would be false for the rebased one.',
  };
}

/** An index entry that is in the image's own repository alone. */
export function leftBehind({ digest, artifactType, mediaType }: Descriptor): Loss {
  return {
    kind: 'referrer',
    digest,
    detail: `Is listed in the image’s index (${artifactType ?? mediaType}), and stays in its repository.`,
  };
}

/** What a rebased image loses besides entries of its index, by the plan's question and its platforms. */
export interface OtherLosses {
  readonly referrers: readonly Descriptor[];
  readonly attachments: readonly TagAttachment[];
  /** Content of configs and manifests. */
  readonly content: readonly Loss[];
}

/**
 * Everything that the new image no longer has, each document once: an attestation may be an entry of the index, a
 * referrer and a tag, too. What the new index still lists is not lost.
 */
export function lossesOf(
  { losses, kept }: { readonly losses: readonly Loss[]; readonly kept: ReadonlySet<Digest> },
  { referrers, attachments, content }: OtherLosses,
): Loss[] {
  const seen = new Set<string>();
  const all = [
    ...losses,
    ...content,
    ...attachments.map(attachmentLoss),
    ...referrers.map((referrer) => documentLoss(referrer)),
  ];
  return all.filter(({ kind, digest, detail }) => {
    const key = digest ?? `${kind} ${detail}`;
    const isNew = !seen.has(key) && (digest === null || !kept.has(digest));
    seen.add(key);
    return isNew;
  });
}

/** A document about the old digest: it stays with it, and is never attached to another. */
export function documentLoss({ digest, artifactType, mediaType }: Descriptor): Loss {
  const type = artifactType ?? mediaType;
  return /sign|cosign|notary|sigstore/i.test(type)
    ? {
        kind: 'signature',
        digest,
        detail: `Signs only the old digest (${type}). Sign the rebased image again.`,
      }
    : { kind: 'referrer', digest, detail: `Refers only to the old digest (${type}).` };
}

/** By the suffix that cosign gives such a tag (sigstore/cosign, specs: SIGNATURE, ATTESTATION and SBOM). */
const ATTACHED: Readonly<Record<string, Omit<Loss, 'digest'>>> = {
  sig: { kind: 'signature', detail: 'Signs only the old digest. Sign the rebased image again.' },
  att: {
    kind: 'attestation',
    detail:
      'Describes how the old image was built, which would be false for the rebased one. Create a new attestation.',
  },
  sbom: {
    kind: 'sbom',
    detail: 'Lists the contents of the old image. Create a new one for the rebased image.',
  },
};

/** A document under a tag that names the old digest: no tool looks for it under the new one. */
function attachmentLoss({ tag, digest }: TagAttachment): Loss {
  const suffix = /\.([a-z]+)$/.exec(tag)?.[1] ?? '';
  const known = Object.hasOwn(ATTACHED, suffix) ? ATTACHED[suffix] : undefined;
  const { kind, detail } = known ?? { kind: 'referrer', detail: 'Refers only to the old digest.' };
  return { kind, digest, detail: `${detail} It is under the tag \`${tag}\`.` };
}
