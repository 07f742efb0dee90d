import { ANNOTATION } from '#lib/oci/annotations.ts';
import { type Descriptor, isAttestation } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { ImageSource, IndexSource, Loss, PlannedDocument } from '../rebase.ts';
import { claimsBase, type NewClaim, withClaim } from './base-claims.ts';
import { documentSize, encodeDocument, type Raw, rawOf } from './encode.ts';
import { attestationLoss, leftBehind } from './losses.ts';

export interface PlannedIndexes {
  /** Inner indexes before outer ones; the last is what the tag then holds. */
  readonly documents: readonly PlannedDocument[];
  readonly losses: readonly Loss[];
  /** Entries that are what they were. */
  readonly kept: ReadonlySet<Digest>;
}

/** What becomes of an index's child. */
export interface ChildPlan {
  /** The same document where nothing of the child changes. */
  readonly manifest: PlannedDocument;
  /** What its platform claims from now on. */
  readonly claim: NewClaim;
  /** Windows' version before and after, where it follows the base. */
  readonly osVersion?: { readonly before: string; readonly after: string };
}

/** How an index is rebuilt. */
export interface IndexQuestion {
  readonly source: ImageSource;
  /** By the digest that the child has now. */
  readonly children: ReadonlyMap<Digest, ChildPlan>;
  readonly claim: NewClaim;
  /** The result goes to a repository that has nothing of what stands beside the children. */
  readonly elsewhere: boolean;
}

/**
 * Rebuilds an index around its new children. Entries keep their place, platform and annotations; attestations of
 * a replaced child are left out, for what they say is no longer so. Empty for a manifest on its own.
 */
export function rebuildIndexes(question: IndexQuestion): PlannedIndexes {
  const { source } = question;
  if (source.kind === 'manifest') return { documents: [], losses: [], kept: new Set() };
  const work: Work = { question, inner: new Map(), documents: new Map(), losses: [], kept: new Set() };
  rebuildOne(source, work, true);
  return { documents: [...work.documents.values()], losses: work.losses, kept: work.kept };
}

interface Work {
  readonly question: IndexQuestion;
  /** Inner indexes by the digest they had. */
  readonly inner: Map<Digest, PlannedDocument>;
  readonly documents: Map<Digest, PlannedDocument>;
  readonly losses: Loss[];
  readonly kept: Set<Digest>;
}

function rebuildOne({ document, children }: IndexSource, work: Work, top: boolean): PlannedDocument {
  for (const [digest, child] of children) {
    if (child.kind === 'index') work.inner.set(digest, rebuildOne(child, work, false));
  }
  const raw = rawOf(document);
  const manifests = document.content.manifests.flatMap((entry, at) =>
    entryAfter(entry, raw.manifests[at] ?? entry, work),
  );
  const { annotations } = document.content;
  const speaks = (top && document.mediaType === MEDIA_TYPE.ociIndex) || claimsBase(annotations);
  const planned = encodeDocument('index', document.mediaType, null, {
    ...raw,
    manifests,
    ...(speaks ? { annotations: withClaim(annotations, work.question.claim, 'top') } : {}),
  });
  work.documents.set(planned.digest, planned);
  return planned;
}

function entryAfter(entry: Descriptor, raw: Raw, work: Work): Raw[] {
  const { children, claim, elsewhere } = work.question;
  const child = children.get(entry.digest);
  const planned = child?.manifest ?? work.inner.get(entry.digest);
  if (planned !== undefined) {
    const { data: _, ...kept } = raw;
    return [
      {
        ...(planned.digest === entry.digest ? raw : kept),
        digest: planned.digest,
        size: documentSize(planned),
        ...platformAfter(entry, raw, child),
        ...(claimsBase(entry.annotations)
          ? { annotations: withClaim(entry.annotations, child?.claim ?? claim, 'child') }
          : {}),
      },
    ];
  }
  if (isAttestation(entry) && !speaksOfAnother(entry, work)) {
    work.losses.push(attestationLoss(entry));
    return [];
  }
  if (elsewhere) {
    work.losses.push(leftBehind(entry));
    return [];
  }
  work.kept.add(entry.digest);
  return [raw];
}

/** An attestation of something that stays. One that does not say of whom it speaks was made for this index. */
function speaksOfAnother(entry: Descriptor, { question: { children }, inner }: Work): boolean {
  const subject = entry.annotations?.[ANNOTATION.attestationDigest] as Digest | undefined;
  if (subject === undefined) return false;
  const replacement = children.get(subject)?.manifest ?? inner.get(subject);
  return replacement === undefined || replacement.digest === subject;
}

/** Windows' version in the entry, which containers are chosen by, follows the config's. */
function platformAfter(entry: Descriptor, raw: Raw, child: ChildPlan | undefined): Raw {
  const version = child?.osVersion;
  if (version === undefined || entry.platform?.['os.version'] !== version.before) return {};
  return { platform: { ...(raw.platform as Raw), 'os.version': version.after } };
}
