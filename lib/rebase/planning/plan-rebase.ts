import type { Annotations } from '#lib/oci/annotations.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference } from '#lib/oci/reference.ts';
import type {
  PlannedDocument,
  PlanWarning,
  RebaseAnswer,
  RebasePlan,
  RebaseQuestion,
  RebaseRefusal,
} from '../rebase.ts';
import { type NewClaim, newBaseName } from './documents/base-claims.ts';
import { ownAnnotations } from './documents/own-annotations.ts';
import { lossesOf } from './index/losses.ts';
import { rebuildIndexes } from './index/rebuild-indexes.ts';
import { oldBaseFor, oldDigestOf } from './old-base/find-old-base.ts';
import { leafFor, type PlatformLeaf, platformsOf } from './old-base/pair-platforms.ts';
import { verifyBaseLayers } from './old-base/verify-base-layers.ts';
import { wholeAnnotations } from './platform/base-annotations.ts';
import { planPlatform } from './platform/plan-platform.ts';
import type { OldIdentifiers, PlannedPlatform } from './platform/platform-question.ts';
import { oldIdentifierWarning } from './platform/platform-warnings.ts';
import { isSameRepository, movesOf } from './whole-image/blob-moves.ts';
import {
  alreadyCurrent,
  platformMissing,
  refuseOldBase,
  refuseTorn,
  refuseUnfit,
} from './whole-image/image-refusals.ts';
import {
  oldBaseWarnings,
  oldIdentifiersOf,
  otherBaseWarning,
  tagElsewhereWarning,
} from './whole-image/image-warnings.ts';
import { countRequests } from './whole-image/request-count.ts';
import { resolvedTags } from './whole-image/resolved-tags.ts';

/**
 * Plans a rebase. Pure: the same question has the same plan, to the byte. Each platform's old base is verified by its
 * layers before they are cut; whatever cannot be verified, paired or written is refused with its facts.
 */
export function planRebase(question: RebaseQuestion): RebaseAnswer {
  const original = platformsOf(question.original);
  const fresh = platformsOf(question.newBase.source);
  const unfit = refuseUnfit(question, original, fresh);
  if (unfit !== undefined) return refused(unfit);

  const oldIdentifiers = oldIdentifiersOf(question);
  const planned: PlannedPlatform[] = [];
  const warnings: PlanWarning[] = [];
  for (const leaf of original) {
    const oldBase = oldBaseFor(question.oldBase, leaf);
    // Built on another platform's image on purpose: it keeps that platform.
    const wanted = oldBase?.by === 'layers' ? oldBase.platform : leaf.platform;
    const same = oldBase?.by === 'manifest' ? leafFor(fresh, oldBase.platform) : undefined;
    const pair = same ?? leafFor(fresh, wanted);
    if (pair === undefined) return refused(platformMissing(question, wanted, fresh));
    const unfitBase = refuseOldBase(question, leaf, oldBase);
    if (unfitBase !== undefined) return refused(unfitBase);
    const verified = verifyBaseLayers(leaf.platform, leaf.image, oldBase, question.baseLayersOverride);
    if (verified.kind === 'refused') return verified;
    const answer = planPlatform({
      platform: leaf.platform,
      image: leaf.image,
      oldBase,
      baseLayers: verified.baseLayers,
      newBase: pair.image,
      newBaseEntry: pair.entry,
      annotations: { oldBase: oldBase?.annotations, newBase: ownAnnotations(pair.image.document) },
      claim: claimFor(question, pair),
      mode: question.configMode,
      place: question.original.kind === 'index' ? 'child' : 'top',
      oldIdentifiers,
    });
    if (answer.kind === 'refused') return answer;
    planned.push(answer.planned);
    warnings.push(
      ...answer.planned.warnings,
      ...oldBaseWarnings(question, leaf, oldBase, verified.overridden),
    );
  }
  if (planned.every(({ unchanged }) => unchanged))
    return refused(alreadyCurrent(question, newBaseName(question)));
  const torn = refuseTorn(question, planned);
  if (torn !== undefined) return refused(torn);
  return { kind: 'planned', plan: assemble(question, planned, warnings, fresh, oldIdentifiers) };
}

function assemble(
  question: RebaseQuestion,
  planned: readonly PlannedPlatform[],
  warnings: readonly PlanWarning[],
  fresh: readonly PlatformLeaf[],
  oldIdentifiers: OldIdentifiers,
): RebasePlan {
  const { reference, original, newBase, oldBase, target, targetDigest, targetEtag, configMode } = question;
  const elsewhere = !isSameRepository(reference, target);
  const indexes = rebuildIndexes({
    source: original,
    children: new Map(planned.map(({ plan, child }) => [plan.fromDigest, child])),
    claim: claimFor(question, fresh[0]),
    bases: wholeAnnotations(question, planned),
    elsewhere,
  });
  const documents = unique([
    ...planned.flatMap(({ config }) => config ?? []),
    // Unchanged manifests are there already, except in another repository.
    ...planned.flatMap(({ config, child }) => (config !== null || elsewhere ? [child.manifest] : [])),
    ...indexes.documents,
  ]);
  const moves = movesOf(question, planned);
  const top = documents.at(-1);
  if (top === undefined) throw new Error('a plan without a document');
  return {
    reference: formatReference(reference),
    target: formatReference(target),
    fromDigest: original.document.digest,
    toDigest: top.digest,
    targetDigest,
    targetEtag: targetEtag ?? null,
    resolved: resolvedTags({
      ...question,
      base: { reference: newBase.reference, digest: tagDigestOf(newBase) },
    }),
    oldBase: {
      name: question.oldBaseName === null ? null : formatReference(question.oldBaseName),
      digest: oldDigestOf(oldBase),
    },
    newBase: { name: newBaseName(question), digest: newBase.source.document.digest },
    configMode,
    platforms: planned.map(({ plan }) => plan),
    annotations: indexes.annotations,
    ...moves,
    bytesToCopy: moves.copies.reduce((sum, { size }) => sum + size, 0),
    documents,
    losses: lossesOf(indexes, {
      referrers: question.referrers,
      attachments: question.attachments ?? [],
      content: planned.flatMap(({ losses }) => losses),
    }),
    warnings: [
      ...warnings,
      ...oldIdentifierWarning(null, oldIdentifiers, { annotations: topAnnotations(indexes.documents) }),
      ...otherBaseWarning(question),
      ...tagElsewhereWarning(question),
    ],
    requests: countRequests({ ...moves, documents }),
  };
}

function claimFor(question: RebaseQuestion, base: PlatformLeaf | undefined): NewClaim {
  const { digest } = question.newBase.source.document;
  return {
    name: newBaseName(question),
    digest,
    platformDigest: base?.image.document.digest ?? digest,
    oldDigest: oldDigestOf(question.oldBase),
  };
}

function tagDigestOf({ source, tagDigest }: RebaseQuestion['newBase']): Digest | null {
  return tagDigest === undefined ? source.document.digest : tagDigest;
}

function topAnnotations(indexes: readonly PlannedDocument[]): Annotations | undefined {
  const top = indexes.at(-1);
  return top && (JSON.parse(top.text) as { annotations?: Annotations }).annotations;
}

/** Each document once, where platforms share one; the last stays the last. */
function unique(documents: readonly PlannedDocument[]): PlannedDocument[] {
  return [...new Map(documents.map((document) => [document.digest, document])).values()];
}

function refused(refusal: RebaseRefusal): RebaseAnswer {
  return { kind: 'refused', refusal };
}
