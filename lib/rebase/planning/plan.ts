import { formatReference, watchedTag } from '#lib/oci/reference.ts';
import type {
  PlannedDocument,
  PlanWarning,
  RebaseAnswer,
  RebasePlan,
  RebaseQuestion,
  RebaseRefusal,
} from '../rebase.ts';
import type { NewClaim } from './base-claims.ts';
import { isSameRepository, movesOf } from './blob-moves.ts';
import { rebuildIndexes } from './index-plan.ts';
import { lossesOf } from './losses.ts';
import { oldBaseFor, oldDigestOf } from './old-base.ts';
import { leafFor, type PlatformLeaf, platformsOf } from './pairing.ts';
import { type PlannedPlatform, planPlatform } from './platform-plan.ts';
import { type OldBasePlatform, proveBase } from './proof.ts';
import { alreadyCurrent, platformMissing, refuseOldBase, refuseTorn, refuseUnfit } from './refusals.ts';
import { countRequests } from './request-count.ts';

/**
 * Plans a rebase, purely: the same question has the same plan, to the byte. Each platform's old base is proven by
 * its layers before they are cut; what cannot be proven, paired or written is refused with its facts.
 */
export function planRebase(question: RebaseQuestion): RebaseAnswer {
  const original = platformsOf(question.original);
  const fresh = platformsOf(question.newBase.source);
  const unfit = refuseUnfit(question, original, fresh);
  if (unfit !== undefined) return refused(unfit);

  const planned: PlannedPlatform[] = [];
  const warnings: PlanWarning[] = [];
  for (const leaf of original) {
    const oldBase = oldBaseFor(question.oldBase, leaf);
    // Built on another platform's image on purpose: it stays on that platform.
    const wanted = oldBase?.by === 'layers' ? oldBase.platform : leaf.platform;
    const same = oldBase?.by === 'manifest' ? leafFor(fresh, oldBase.platform) : undefined;
    const pair = same ?? leafFor(fresh, wanted);
    if (pair === undefined) return refused(platformMissing(question, wanted, fresh));
    const unfitBase = refuseOldBase(question, leaf, oldBase);
    if (unfitBase !== undefined) return refused(unfitBase);
    const proof = proveBase(leaf.platform, leaf.image, oldBase, question.baseLayersOverride);
    if (proof.kind === 'refused') return proof;
    const answer = planPlatform({
      platform: leaf.platform,
      image: leaf.image,
      oldBase,
      baseLayers: proof.baseLayers,
      newBase: pair.image,
      claim: claimFor(question, pair),
      mode: question.configMode,
      place: question.original.kind === 'index' ? 'child' : 'top',
    });
    if (answer.kind === 'refused') return answer;
    planned.push(answer.planned);
    warnings.push(...answer.planned.warnings, ...platformWarnings(question, leaf, oldBase, proof.overridden));
  }
  if (planned.every(({ unchanged }) => unchanged)) return refused(alreadyCurrent(question, nameOf(question)));
  const torn = refuseTorn(question, planned);
  if (torn !== undefined) return refused(torn);
  return { kind: 'planned', plan: assemble(question, planned, warnings, fresh) };
}

function assemble(
  question: RebaseQuestion,
  planned: readonly PlannedPlatform[],
  warnings: readonly PlanWarning[],
  fresh: readonly PlatformLeaf[],
): RebasePlan {
  const { reference, original, newBase, oldBase, target, targetDigest, targetEtag, configMode } = question;
  const elsewhere = !isSameRepository(reference, target);
  const indexes = rebuildIndexes({
    source: original,
    children: new Map(planned.map(({ plan, child }) => [plan.fromDigest, child])),
    claim: claimFor(question, fresh[0]),
    elsewhere,
  });
  const documents = unique([
    ...planned.flatMap(({ config }) => config ?? []),
    // What stays is there already, but in another repository.
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
    oldBase: {
      name: question.oldBaseName === null ? null : formatReference(question.oldBaseName),
      digest: oldDigestOf(oldBase),
    },
    newBase: { name: nameOf(question), digest: newBase.source.document.digest },
    configMode,
    platforms: planned.map(({ plan }) => plan),
    ...moves,
    bytesToCopy: moves.copies.reduce((sum, { size }) => sum + size, 0),
    documents,
    losses: lossesOf(indexes, question.referrers),
    warnings: [...warnings, ...otherBaseWarning(question)],
    requests: countRequests({ ...moves, documents }),
  };
}

/** The new base's name as claims carry it: its tag, or where it has none its digest. */
function nameOf({ newBase: { reference, source } }: RebaseQuestion): string {
  const tag = watchedTag(reference);
  return formatReference(tag ?? { ...reference, digest: source.document.digest });
}

function claimFor(question: RebaseQuestion, base: PlatformLeaf | undefined): NewClaim {
  const { digest } = question.newBase.source.document;
  return {
    name: nameOf(question),
    digest,
    platformDigest: base?.image.document.digest ?? digest,
    oldDigest: oldDigestOf(question.oldBase),
  };
}

function platformWarnings(
  question: RebaseQuestion,
  { platform }: PlatformLeaf,
  oldBase: OldBasePlatform | null,
  overridden: boolean,
): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  if (overridden) {
    const detail = `That ${question.baseLayersOverride} layers are the base’s is the operator’s word: no layer was compared.`;
    warnings.push({ kind: 'layer-count-override', platform, detail });
  }
  if (oldBase?.config === undefined && question.configMode === 'merge') {
    const detail =
      'The old base’s config is not known, so that its settings cannot be told from the image’s: all stay.';
    warnings.push({ kind: 'config-drift', platform, detail });
  }
  return warnings;
}

/** A base of another repository or tag is another thing than the same one moved on. */
function otherBaseWarning(question: RebaseQuestion): PlanWarning[] {
  const old = question.oldBaseName && watchedTag(question.oldBaseName);
  const name = nameOf(question);
  if (old == null || formatReference(old) === name) return [];
  const detail = `This is another base: \`${formatReference(old)}\` until now, \`${name}\` from now on. What the app was built for may not be there.`;
  return [{ kind: 'other-base', platform: null, detail }];
}

/** Each document once, where platforms share one; the last stays the last. */
function unique(documents: readonly PlannedDocument[]): PlannedDocument[] {
  return [...new Map(documents.map((document) => [document.digest, document])).values()];
}

function refused(refusal: RebaseRefusal): RebaseAnswer {
  return { kind: 'refused', refusal };
}
