import type { Digest } from '#lib/oci/digest.ts';
import { isIndex } from '#lib/oci/manifest.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { ClaimedBase } from '../evidence/claim.ts';
import type { Inquiry } from '../facts/fact-lookup.ts';
import type { PlatformChoice } from '../platform-verdict/choose-claim.ts';
import type { JudgedClaim } from '../platform-verdict/claim-precedence.ts';
import type { BaseVerdict, Evidence, PlatformVerdict } from '../verdict/lineage.ts';
import { isVerified, worstFreshness, worstVerification } from '../verdict/status.ts';
import type { DigestKind } from '../vocabulary/evidence.ts';
import { sentences } from '../words/summary-sentences.ts';
import { behindSince } from './behind-since.ts';
import type { Subject } from './chain-image.ts';
import { newerTagOf } from './newer-tag.ts';

/** A platform of which a claim is followed. */
export type Followed = PlatformChoice & { readonly chosen: JudgedClaim & { claim: { base: ClaimedBase } } };

export function isFollowed(choice: PlatformChoice): choice is Followed {
  return choice.chosen !== undefined && choice.chosen !== 'root';
}

/** A name as an identity: by its tag where it has one, by its digest where it has none. */
export function nameOnly(name: Reference): Reference {
  return watchedTag(name) ?? name;
}

/** The verdict on a link by all its platforms: the worst of them. `main` is the base that most of them share. */
export function combine(
  inquiry: Inquiry,
  subject: Subject,
  choices: readonly PlatformChoice[],
  main: ClaimedBase,
  wantNewerTags: boolean,
): BaseVerdict {
  const platforms = [
    ...choices.map((choice) => platformVerdict(inquiry, choice, main)),
    ...subject.failures.map(({ platform, reason }) => failedPlatform(platform, reason)),
  ];
  const freshness = worstFreshness(platforms.map((each) => each.freshness));
  const judgements = choices.filter(isFollowed).map(({ chosen }) => chosen.judgement);
  const name = main.name === undefined ? undefined : nameOnly(main.name);
  const worst = platforms.find((each) => each.freshness === freshness && each.reason !== null);
  const contradicted = platforms.find((each) => each.verification === 'contradicted' && each.reason !== null);
  const unproven = platforms.find((each) => !isVerified(each.verification) && each.reason !== null);
  const currentDigest = judgements.find((each) => each.tagDigest !== null)?.tagDigest ?? null;
  const conflict = choices.some((choice) => choice.conflict);
  return {
    name: name === undefined ? null : formatReference(name),
    digest: main.digest ?? null,
    digestKind: digestKind(inquiry, main.name, main.digest),
    currentDigest,
    currentDigestKind: digestKind(inquiry, main.name, currentDigest),
    evidence: mergeEvidence(choices.map((choice) => choice.evidence)),
    conflict,
    freshness,
    verification: worstVerification(platforms.map((each) => each.verification)),
    platforms,
    ...newerTagOf(inquiry, name, wantNewerTags),
    behindSince: behindSince(inquiry, name, judgements),
    reason: conflict
      ? 'Two kinds of evidence name different bases, and the layers do not bear out the one that speaks first.'
      : ((contradicted ?? worst ?? unproven)?.reason ?? null),
  };
}

/** What a digest is of, as far as its document is known: nothing is fetched to find out. */
function digestKind(
  inquiry: Inquiry,
  name: Reference | undefined,
  digest: Digest | null | undefined,
): DigestKind | null {
  if (name === undefined || digest == null) return null;
  const fact = inquiry.facts.manifest(name, digest);
  if (fact?.state !== 'present') return null;
  return isIndex(fact.document) ? 'index' : 'manifest';
}

function platformVerdict(inquiry: Inquiry, choice: PlatformChoice, main: ClaimedBase): PlatformVerdict {
  const { image } = choice;
  if (choice.chosen === 'root') {
    return {
      ...failedPlatform(image.platform, 'this platform is built on nothing'),
      freshness: 'up-to-date',
      verification: 'verified',
      baseLayers: 0,
      appLayers: image.diffIds.length,
    };
  }
  if (!isFollowed(choice)) {
    return failedPlatform(image.platform, choice.failure ?? 'nothing says what this platform stands on');
  }
  const { judgement, claim } = choice.chosen;
  const ownName = claim.base.name === undefined ? undefined : formatReference(nameOnly(claim.base.name));
  const mainName = main.name === undefined ? undefined : formatReference(nameOnly(main.name));
  const elsewhere =
    ownName === mainName
      ? null
      : `this platform stands on ${ownName === undefined ? 'an unnamed base' : `\`${ownName}\``}`;
  const reasons = [judgement.reason, elsewhere].flatMap((part) => part ?? []);
  return {
    platform: image.platform,
    freshness: judgement.freshness,
    verification: judgement.verification,
    claimedDigest: judgement.claimedManifest ?? judgement.claimedDigest,
    claimedDigestKind:
      judgement.claimedManifest === null
        ? digestKind(inquiry, claim.base.name, judgement.claimedDigest)
        : 'manifest',
    currentDigest: judgement.currentDigest,
    basePlatform: judgement.baseLayers === null ? null : (judgement.beneath?.platform ?? null),
    baseLayers: judgement.baseLayers,
    appLayers: judgement.baseLayers === null ? null : image.diffIds.length - judgement.baseLayers,
    reason: reasons.length > 0 ? sentences(...reasons) : null,
  };
}

function failedPlatform(platform: string, reason: string): PlatformVerdict {
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
    reason: sentences(reason),
  };
}

/** Statements that every platform shares are told once, without a platform. */
export function mergeEvidence(perPlatform: readonly (readonly Evidence[])[]): Evidence[] {
  const groups = new Map<string, Evidence[]>();
  for (const evidence of perPlatform.flat()) {
    const { platform: _, ...statement } = evidence;
    const key = JSON.stringify(statement);
    const group = groups.get(key);
    if (group) group.push(evidence);
    else groups.set(key, [evidence]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < perPlatform.length || perPlatform.length === 1) return group;
    const { platform: _, ...statement } = first;
    return [statement];
  });
}
