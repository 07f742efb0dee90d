import { BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { labelsOf } from '#lib/oci/config.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, watchedTag } from '#lib/oci/reference.ts';
import type {
  Loss,
  PlannedDocument,
  PlanWarning,
  RebaseAnswer,
  RebaseQuestion,
  RebaseRefusal,
} from '../rebase.ts';
import type { NewClaim } from './base-claims.ts';
import { movesOf } from './blob-moves.ts';
import { rebuildIndexes } from './index-plan.ts';
import { oldBaseFor, oldDigestOf } from './old-base.ts';
import { doubledPlatform, leafFor, type PlatformLeaf, platformsOf } from './pairing.ts';
import { type PlannedPlatform, planPlatform } from './platform-plan.ts';
import { type OldBasePlatform, proveBase } from './proof.ts';
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
    const pair = leafFor(fresh, leaf.platform);
    if (pair === undefined) return refused(platformMissing(question, leaf.platform, fresh));
    const oldBase = oldBaseFor(question.oldBase, leaf.platform);
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
  if (planned.every(({ unchanged }) => unchanged)) return refused(alreadyCurrent(question));
  return { kind: 'planned', plan: assemble(question, planned, warnings, fresh) };
}

function assemble(
  question: RebaseQuestion,
  planned: readonly PlannedPlatform[],
  warnings: readonly PlanWarning[],
  fresh: readonly PlatformLeaf[],
) {
  const { reference, original, newBase, oldBase, target, targetDigest, targetEtag, configMode } = question;
  const replaced = new Map<Digest, PlannedDocument>(
    planned.map(({ plan, manifest }) => [plan.fromDigest, manifest]),
  );
  const platformOfChild = new Map(planned.map(({ plan }) => [plan.fromDigest, plan.platform]));
  const claim = claimFor(question, fresh[0]);
  const claimOf = (child: Digest) =>
    claimFor(question, leafFor(fresh, platformOfChild.get(child) ?? '') ?? fresh[0]);
  const indexes = rebuildIndexes(original, replaced, claim, claimOf);
  const documents = unique([
    ...planned.map(({ config }) => config),
    ...planned.map(({ manifest }) => manifest),
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
    losses: [...indexes.losses, ...referrerLosses(question.referrers)],
    warnings: [...warnings, ...otherBaseWarning(question)],
    requests: countRequests({ ...moves, documents }),
  };
}

/** What makes the images as a whole unfit, before any platform is looked at. */
function refuseUnfit(
  question: RebaseQuestion,
  original: readonly PlatformLeaf[],
  fresh: readonly PlatformLeaf[],
): RebaseRefusal | undefined {
  const name = formatReference(question.reference);
  if (original.length === 0 || fresh.length === 0) {
    const which = original.length === 0 ? name : formatReference(question.newBase.reference);
    return {
      kind: 'unsupported-media-type',
      detail: `${which} holds nothing that runs: there are no layers to swap.`,
      facts: {},
      instead: original.length === 0 ? ['none-needed'] : ['choose-another-base'],
    };
  }
  const doubled = doubledPlatform(original) ?? doubledPlatform(fresh);
  if (doubled !== undefined) {
    const whose = doubledPlatform(original) === undefined ? 'The new base' : name;
    return {
      kind: 'ambiguous',
      detail: `${whose} lists two different images for ${doubled}: which of them stands on which cannot be told.`,
      platform: doubled,
      facts: {},
      instead: ['rebuild'],
    };
  }
  const forbidding = original.find(
    ({ image }) => labelsOf(image.config)[BUILDPACKS_LABEL.rebasable] === 'false',
  );
  if (forbidding === undefined) return undefined;
  return {
    kind: 'not-rebasable',
    detail: `${name} says of itself, by the label ${BUILDPACKS_LABEL.rebasable}, that it must not be rebased. Rebuild it.`,
    platform: forbidding.platform,
    facts: { label: BUILDPACKS_LABEL.rebasable },
    instead: ['rebuild'],
  };
}

/** The old base, where it is there, must have the platform, and be something else than the image. */
function refuseOldBase(
  { reference, oldBase }: RebaseQuestion,
  { platform, image }: PlatformLeaf,
  beneath: OldBasePlatform | null,
): RebaseRefusal | undefined {
  const name = formatReference(reference);
  if (beneath?.digest === image.document.digest) {
    return {
      kind: 'not-based-on',
      detail: `${name} is its base itself, under another name: there is nothing of its own to put on a new one. Copy the new base instead.`,
      platform,
      facts: { digest: beneath.digest },
      instead: ['none-needed'],
    };
  }
  if (oldBase.state !== 'present' || beneath !== null) return undefined;
  return {
    kind: 'platform-missing',
    detail: `The base that ${name} names has no image for ${platform}, so that what this one stands on cannot be proven. Rebuild it.`,
    platform,
    facts: { base: oldBase.source.document.digest },
    instead: ['rebuild'],
  };
}

function platformMissing(
  question: RebaseQuestion,
  platform: string,
  fresh: readonly PlatformLeaf[],
): RebaseRefusal {
  const has = fresh.map((leaf) => leaf.platform);
  return {
    kind: 'platform-missing',
    detail: `${formatReference(question.newBase.reference)} has no image for ${platform}; it has ${has.join(', ')}.`,
    platform,
    facts: { platforms: has },
    instead: ['choose-another-base', 'rebuild'],
  };
}

function alreadyCurrent(question: RebaseQuestion): RebaseRefusal {
  return {
    kind: 'already-current',
    detail: `${formatReference(question.reference)} stands on ${nameOf(question)} as it is now: its layers and settings are there already.`,
    facts: { base: question.newBase.source.document.digest },
    instead: ['none-needed'],
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

/** Documents that speak of the old digest: they stay with it, and are never pointed elsewhere. */
function referrerLosses(referrers: readonly Descriptor[]): Loss[] {
  return referrers.map(({ digest, artifactType, mediaType }) => {
    const type = artifactType ?? mediaType;
    const signature = /sign|cosign|notary|sigstore/i.test(type);
    return {
      kind: signature ? 'signature' : 'referrer',
      digest,
      detail:
        `${signature ? 'Signs' : 'Speaks of'} the old digest alone (${type}). ${signature ? 'Sign the rebased image anew.' : ''}`.trim(),
    };
  });
}

/** Each document once, where platforms share one; the last stays the last. */
function unique(documents: readonly PlannedDocument[]): PlannedDocument[] {
  return [...new Map(documents.map((document) => [document.digest, document])).values()];
}

function refused(refusal: RebaseRefusal): RebaseAnswer {
  return { kind: 'refused', refusal };
}
