import { ANNOTATION, type Annotations } from '#lib/oci/annotations.ts';
import { type Descriptor, isAttestation } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { annotationChanges, type BaseAnnotations, mergeAnnotations } from '../../merge/annotations.ts';
import type { ConfigChange, ConfigConflict, MergedChanges } from '../../merged-changes.ts';
import type { ImageSource, IndexSource, Loss, PlannedDocument } from '../../rebase.ts';
import { claimsBase, type NewClaim, withClaim } from '../documents/base-claims.ts';
import { unboundAnnotations } from '../documents/build-specific-content.ts';
import { documentSize, encodeDocument, type Raw, rawOf } from '../documents/encode-document.ts';
import { attestationLoss, documentLoss, leftBehind } from './losses.ts';

export interface PlannedIndexes {
  /** Inner indexes before outer ones; the last is what the tag then holds. */
  readonly documents: readonly PlannedDocument[];
  readonly losses: readonly Loss[];
  /** Of the indexes and their entries. */
  readonly annotations: MergedChanges;
  /** Entries that are what they were. */
  readonly kept: ReadonlySet<Digest>;
}

/** The plan for an index's child. */
export interface ChildPlan {
  /** The same document where nothing of the child changes. */
  readonly manifest: PlannedDocument;
  /** The base that its platform claims. */
  readonly claim: NewClaim;
  /** Annotations of the bases' entries, which the image's entry may have inherited. */
  readonly bases?: BaseAnnotations;
  /** Windows' version before and after, where it follows the base. */
  readonly osVersion?: { readonly before: string; readonly after: string };
}

/** How an index is rebuilt. */
export interface IndexQuestion {
  readonly source: ImageSource;
  /** By the digest that the child has now. */
  readonly children: ReadonlyMap<Digest, ChildPlan>;
  /** The base that the index claims; null if no name resolves to an index of all its platforms' bases. */
  readonly claim: NewClaim | null;
  /** Annotations of the bases as a whole; `undefined` if the layers stay, and all annotations with them. */
  readonly bases?: BaseAnnotations;
  /** The result goes to another repository, which has none of the index's other entries. */
  readonly elsewhere: boolean;
}

/**
 * Rebuilds an index with its new children. Entries keep their position, platform and annotations; attestations of a
 * replaced child are left out, because they would be false. Empty for a manifest without an index.
 */
export function rebuildIndexes(question: IndexQuestion): PlannedIndexes {
  const { source } = question;
  if (source.kind === 'manifest')
    return { documents: [], losses: [], kept: new Set(), annotations: NO_CHANGES };
  const work: Work = {
    question,
    inner: new Map(),
    documents: new Map(),
    losses: [],
    kept: new Set(),
    changes: [],
    conflicts: [],
  };
  rebuildOne(source, work, true);
  const { documents, losses, kept, changes, conflicts } = work;
  return { documents: [...documents.values()], losses, kept, annotations: { changes, conflicts } };
}

interface Work {
  readonly question: IndexQuestion;
  /** Inner indexes by the digest they had. */
  readonly inner: Map<Digest, PlannedDocument>;
  readonly documents: Map<Digest, PlannedDocument>;
  readonly losses: Loss[];
  readonly kept: Set<Digest>;
  readonly changes: ConfigChange[];
  readonly conflicts: ConfigConflict[];
}

const NO_CHANGES: MergedChanges = { changes: [], conflicts: [] };

function rebuildOne({ document, children }: IndexSource, work: Work, top: boolean): PlannedDocument {
  for (const [digest, child] of children) {
    if (child.kind === 'index') work.inner.set(digest, rebuildOne(child, work, false));
  }
  const raw = rawOf(document);
  const manifests = document.content.manifests.flatMap((entry, at) =>
    entryAfter(entry, raw.manifests[at] ?? entry, work),
  );
  const before = document.content.annotations;
  const { claim, bases } = work.question;
  const claims = (top && document.mediaType === MEDIA_TYPE.ociIndex) || claimsBase(before);
  const merged = bases === undefined ? before : mergedAnnotations(before, bases, 'annotations', work);
  const annotations = claims && claim !== null ? withClaim(merged, claim, 'top') : merged;
  work.changes.push(...annotationChanges(before ?? {}, annotations ?? {}, 'annotations'));
  const planned = encodeDocument('index', document.mediaType, null, {
    ...raw,
    manifests,
    ...(annotations ? { annotations } : {}),
  });
  work.documents.set(planned.digest, planned);
  return planned;
}

function entryAfter(entry: Descriptor, raw: Raw, work: Work): Raw[] {
  const { children, elsewhere } = work.question;
  const child = children.get(entry.digest);
  const planned = child?.manifest ?? work.inner.get(entry.digest);
  if (planned !== undefined) {
    const { data: _, ...kept } = raw;
    const annotations = entryAnnotations(entry, child, planned, work);
    return [
      {
        ...(planned.digest === entry.digest ? raw : kept),
        mediaType: planned.mediaType,
        digest: planned.digest,
        size: documentSize(planned),
        ...platformAfter(entry, raw, child),
        ...(annotations ? { annotations } : {}),
      },
    ];
  }
  if (isAttestation(entry) && !attestsKept(entry, work)) {
    work.losses.push(attestationLoss(entry));
    return [];
  }
  if (namesReplaced(entry, work)) {
    work.losses.push(documentLoss(entry));
    return [];
  }
  if (elsewhere) {
    work.losses.push(leftBehind(entry));
    return [];
  }
  work.kept.add(entry.digest);
  return [raw];
}

/** An entry's annotations: copies of its manifest's, of the bases' entries', and the claim of its base. */
function entryAnnotations(
  entry: Descriptor,
  child: ChildPlan | undefined,
  planned: PlannedDocument,
  work: Work,
): Annotations | null | undefined {
  const before = entry.annotations;
  const path = `manifests[${planned.platform ?? entry.digest}].annotations`;
  const claim = child?.claim ?? work.question.claim;
  const same = planned.digest === entry.digest || child?.bases === undefined;
  const merged = same ? before : mergedAnnotations(before, child.bases, path, work);
  const after = claimsBase(before) && claim !== null ? withClaim(merged, claim, 'child') : merged;
  work.changes.push(...annotationChanges(before ?? {}, after ?? {}, path));
  return after;
}

/** Annotations on the new base, without those about the old layers; conflicts and losses are recorded. */
function mergedAnnotations(
  before: Annotations | null | undefined,
  bases: BaseAnnotations,
  path: string,
  work: Work,
): Annotations | null | undefined {
  if (!before) return before;
  const { annotations, conflicts } = mergeAnnotations(before, bases, path);
  work.conflicts.push(...conflicts);
  work.losses.push(...unboundAnnotations(before).losses);
  return unboundAnnotations(annotations).rest;
}

/** Whether an entry that does not run belongs to a child that was replaced (SOCI's index says so). */
function namesReplaced({ annotations }: Descriptor, work: Work): boolean {
  return Object.values(annotations ?? {}).some((value) => replacementOf(value, work) !== undefined);
}

function replacementOf(digest: string, { question: { children }, inner }: Work): Digest | undefined {
  const replacement = children.get(digest as Digest)?.manifest ?? inner.get(digest as Digest);
  return replacement === undefined || replacement.digest === digest ? undefined : replacement.digest;
}

/** Whether an attestation's subject stays. One that names no subject was made for this index. */
function attestsKept(entry: Descriptor, work: Work): boolean {
  const subject = entry.annotations?.[ANNOTATION.attestationDigest];
  return subject !== undefined && replacementOf(subject, work) === undefined;
}

/** The Windows version of an entry, by which runtimes pick it, follows the config's. */
function platformAfter(entry: Descriptor, raw: Raw, child: ChildPlan | undefined): Raw {
  const version = child?.osVersion;
  if (version === undefined || entry.platform?.['os.version'] !== version.before) return {};
  return { platform: { ...(raw.platform as Raw), 'os.version': version.after } };
}
