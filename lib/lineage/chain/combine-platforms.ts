import type { Digest } from '#lib/oci/digest.ts';
import { isIndex } from '#lib/oci/manifest.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { ClaimedBase } from '../evidence/claim.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import type { PlatformChoice } from '../platform-verdict/choose-claim.ts';
import type { JudgedClaim } from '../platform-verdict/claim-precedence.ts';
import type { BaseVerdict, Evidence, PlatformVerdict } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import { isVerified, worstFreshness, worstVerification } from '../verdict/status.ts';
import type { DigestKind } from '../vocabulary/evidence.ts';
import { behindSince } from './behind-since.ts';
import type { ChainImage } from './chain-image.ts';
import { newerTagOf } from './newer-tag.ts';

/** A platform with a claim that is followed. */
export type Followed = PlatformChoice & { readonly chosen: JudgedClaim & { claim: { base: ClaimedBase } } };

export function isFollowed(choice: PlatformChoice): choice is Followed {
  return choice.chosen !== undefined && choice.chosen !== 'root';
}

/** A name without the digest beside its tag, to compare names. */
export function nameOnly(name: Reference): Reference {
  return watchedTag(name) ?? name;
}

/** The verdict on a link: the worst of its platforms. `main` is the base that most of them share. */
export function combine(
  lookup: FactLookup,
  chainImage: ChainImage,
  choices: readonly PlatformChoice[],
  main: ClaimedBase,
  wantNewerTags: boolean,
): BaseVerdict {
  const platforms = [
    ...choices.map((choice) => platformVerdict(lookup, choice, main)),
    ...chainImage.failures.map(({ platform, reason }) => failedPlatform(platform, reason)),
  ];
  const freshness = worstFreshness(platforms.map((each) => each.freshness));
  const judgements = choices.filter(isFollowed).map(({ chosen }) => chosen.judgement);
  const name = main.name === undefined ? undefined : nameOnly(main.name);
  const worst = platforms.find((each) => each.freshness === freshness && each.reasons.length > 0);
  const contradicted = platforms.find(
    (each) => each.verification === 'contradicted' && each.reasons.length > 0,
  );
  const unproven = platforms.find((each) => !isVerified(each.verification) && each.reasons.length > 0);
  const currentDigest = judgements.find((each) => each.tagDigest !== null)?.tagDigest ?? null;
  const conflict = choices.some((choice) => choice.conflict);
  return {
    name: name === undefined ? null : formatReference(name),
    digest: main.digest ?? null,
    digestKind: digestKind(lookup, main.name, main.digest),
    currentDigest,
    currentDigestKind: digestKind(lookup, main.name, currentDigest),
    evidence: mergeEvidence(choices.map((choice) => choice.evidence)),
    conflict,
    freshness,
    verification: worstVerification(platforms.map((each) => each.verification)),
    platforms,
    ...newerTagOf(lookup, name, wantNewerTags),
    behindSince: behindSince(lookup, name, judgements),
    reasons: conflict
      ? [{ kind: 'evidence-conflict' }]
      : ((contradicted ?? worst ?? unproven)?.reasons ?? []),
  };
}

/** What a digest is of, if its document is known: nothing is fetched for it. */
function digestKind(
  lookup: FactLookup,
  name: Reference | undefined,
  digest: Digest | null | undefined,
): DigestKind | null {
  if (name === undefined || digest == null) return null;
  const fact = lookup.facts.manifest(name, digest);
  if (fact?.state !== 'present') return null;
  return isIndex(fact.document) ? 'index' : 'manifest';
}

function platformVerdict(lookup: FactLookup, choice: PlatformChoice, main: ClaimedBase): PlatformVerdict {
  const { image } = choice;
  if (choice.chosen === 'root') {
    return {
      ...failedPlatform(image.platform, { kind: 'built-on-nothing' }),
      freshness: 'up-to-date',
      verification: 'verified',
      baseLayers: 0,
      appLayers: image.diffIds.length,
    };
  }
  if (!isFollowed(choice)) {
    return failedPlatform(image.platform, choice.failure ?? { kind: 'nothing-claimed' });
  }
  const { judgement, claim } = choice.chosen;
  const ownName = claim.base.name === undefined ? undefined : formatReference(nameOnly(claim.base.name));
  const mainName = main.name === undefined ? undefined : formatReference(nameOnly(main.name));
  const elsewhere: readonly Reason[] =
    ownName === mainName ? [] : [{ kind: 'based-on-other-name', name: ownName ?? null }];
  return {
    platform: image.platform,
    freshness: judgement.freshness,
    verification: judgement.verification,
    claimedDigest: judgement.claimedManifest ?? judgement.claimedDigest,
    claimedDigestKind:
      judgement.claimedManifest === null
        ? digestKind(lookup, claim.base.name, judgement.claimedDigest)
        : 'manifest',
    currentDigest: judgement.currentDigest,
    basePlatform: judgement.baseLayers === null ? null : (judgement.baseImage?.platform ?? null),
    baseLayers: judgement.baseLayers,
    appLayers: judgement.baseLayers === null ? null : image.diffIds.length - judgement.baseLayers,
    reasons: [...judgement.reasons, ...elsewhere],
  };
}

function failedPlatform(platform: string, reason: Reason): PlatformVerdict {
  return {
    platform,
    freshness: 'unknown',
    verification: 'unverifiable',
    claimedDigest: null,
    claimedDigestKind: null,
    currentDigest: null,
    basePlatform: null,
    baseLayers: null,
    appLayers: null,
    reasons: [reason],
  };
}

/** Claims that every platform shares are listed once, without a platform. */
export function mergeEvidence(perPlatform: readonly (readonly Evidence[])[]): Evidence[] {
  const groups = new Map<string, Evidence[]>();
  for (const evidence of perPlatform.flat()) {
    const { platform: _, ...claim } = evidence;
    const key = JSON.stringify(claim);
    const group = groups.get(key);
    if (group) group.push(evidence);
    else groups.set(key, [evidence]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < perPlatform.length || perPlatform.length === 1) return group;
    const { platform: _, ...claim } = first;
    return [claim];
  });
}
