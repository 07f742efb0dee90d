import type { Digest } from '#lib/oci/digest.ts';
import { atDigest, watchedTag } from '#lib/oci/reference.ts';
import type { Claim, ClaimedBase } from '../evidence/claim.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import { imageForPlatform, listsDigest, type Picked } from '../images/pick-platform.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import type { LayerProof } from '../images/verify-layers.ts';
import { type Cause, type Reason, sameReason } from '../verdict/reason.ts';
import type { Freshness } from '../vocabulary/freshness.ts';
import type { Verification } from '../vocabulary/verification.ts';
import type { CurrentBase } from './current-base.ts';
import { judgeFreshness } from './judge-freshness.ts';
import { verifyByClaimedDigest, verifyClaim, wantedPlatform } from './verify-claim.ts';

/** The judgement of one claim for one platform. */
export interface PlatformJudgement {
  readonly freshness: Freshness;
  readonly verification: Verification;
  /** As claimed: of an index or of a manifest. */
  readonly claimedDigest: Digest | null;
  /** The base's manifest that the claimed digest leads to; null if it is gone or leads to none. */
  readonly claimedManifest: Digest | null;
  /** This platform's manifest of what the name resolves to now. */
  readonly currentDigest: Digest | null;
  /** What the name resolves to now: an index or a manifest. */
  readonly tagDigest: Digest | null;
  readonly baseLayers: number | null;
  readonly reasons: readonly Reason[];
  /** The image that this one is based on, or claims to be; `undefined` if it is not available. */
  readonly baseImage: PlatformImage | undefined;
  /** Something could not be checked: nothing here contradicts the claim. */
  readonly unchecked: boolean;
}

/** Judges one claim about one platform's base; missing facts become needs of the lookup. */
export function judgePlatform(
  lookup: FactLookup,
  image: PlatformImage,
  base: ClaimedBase,
  claim: Claim,
): PlatformJudgement {
  if (base.name === undefined) return unnamed(base, claim);
  const { name, digest } = base;
  const wanted = wantedPlatform(image, base);
  let claimed = digest === undefined ? undefined : imageForPlatform(lookup, name, digest, wanted);
  // The digest alone contradicts most inputs of a build and many labels: their tags are not resolved.
  if (claim.origin !== 'own' && claimed !== undefined) {
    if (claimed.state === 'pending')
      return unresolvedClaim(base, 'unverifiable', [{ kind: 'not-checked-yet' }]);
    const byClaim =
      claimed.state === 'present' ? verifyByClaimedDigest(lookup, image, base, claim, claimed) : undefined;
    if (byClaim?.pending) return unresolvedClaim(base, 'unverifiable', listed(byClaim.proof.reason));
    if (byClaim?.proof.verification === 'contradicted')
      return unresolvedClaim(base, 'contradicted', listed(byClaim.proof.reason));
  }
  const tag = lookUpTag(lookup, base);
  // The repository shows its tag, so it cannot hide the digest.
  if (tag.state === 'resolved' && claimed?.state === 'unknown' && claimed.absent) claimed = { state: 'gone' };
  const current: CurrentBase =
    tag.state !== 'resolved'
      ? tag
      : {
          state: 'resolved',
          digest: tag.digest,
          // The tag's present content is needed only where its digest is not the claimed one.
          picked:
            claimed !== undefined && tag.digest === digest
              ? claimed
              : imageForPlatform(lookup, name, tag.digest, wanted),
        };
  const proven = verifyClaim(lookup, image, base, claim, claimed, current);
  const { proof, baseImage } = proven;
  const { freshness, reasons, now } = judgeFreshness(lookup, {
    image,
    base,
    claimed,
    current,
    wanted,
    ...proven,
  });
  const unchecked =
    freshness === 'unknown' || (proof.verification === 'unverifiable' && claimed?.state === 'unknown');
  return {
    freshness,
    verification: proof.verification,
    claimedDigest: digest ?? null,
    claimedManifest: manifestOf(lookup, base, claimed, baseImage),
    currentDigest: now?.digest ?? null,
    tagDigest: tag.state === 'resolved' ? tag.digest : null,
    baseLayers: proof.baseLayers,
    reasons: allReasons(reasons, proof),
    baseImage,
    unchecked,
  };
}

/** The reasons about the tag, and the one about the layers if the layers were counted or there is no other. */
function allReasons(ofTag: readonly Reason[], { reason, baseLayers }: LayerProof): readonly Reason[] {
  if (reason === null || ofTag.some((each) => sameReason(each, reason))) return ofTag;
  return baseLayers === null && ofTag.length > 0 ? ofTag : [...ofTag, reason];
}

function listed(reason: Reason | null): readonly Reason[] {
  return reason === null ? [] : [reason];
}

/** The claimed digest's manifest: the one that the claim leads to, else this platform's. */
function manifestOf(
  lookup: FactLookup,
  { name, digest }: ClaimedBase,
  claimed: Picked | undefined,
  baseImage: PlatformImage | undefined,
): Digest | null {
  const leads =
    baseImage !== undefined &&
    name !== undefined &&
    digest !== undefined &&
    (baseImage.digest === digest || listsDigest(lookup, name, digest, baseImage.digest));
  if (leads) return baseImage.digest;
  return claimed?.state === 'present' || claimed?.state === 'other-platform' ? claimed.image.digest : null;
}

/** The claim names no repository to check. */
function unnamed(base: ClaimedBase, claim: Claim): PlatformJudgement {
  if (base.digest === undefined || claim.malformed !== undefined) {
    const reasons = claim.notes ?? [{ kind: 'no-base-named' }];
    return { ...unresolvedClaim(base, 'unverifiable', reasons), unchecked: true };
  }
  const reasons: readonly Reason[] = [{ kind: 'digest-without-repository' }];
  return { ...unresolvedClaim(base, 'unverifiable', reasons), freshness: 'pinned' };
}

/** A judgement of a claim whose name was not resolved. */
function unresolvedClaim(
  { digest }: ClaimedBase,
  verification: Verification,
  reasons: readonly Reason[],
): PlatformJudgement {
  return {
    freshness: 'unknown',
    verification,
    claimedDigest: digest ?? null,
    claimedManifest: null,
    currentDigest: null,
    tagDigest: null,
    baseLayers: null,
    reasons,
    baseImage: undefined,
    unchecked: false,
  };
}

type Tag =
  | { readonly state: 'resolved'; readonly digest: Digest }
  | { readonly state: 'pinned' | 'gone' | 'pending' }
  | { readonly state: 'unknown'; readonly reason: Cause };

function lookUpTag(lookup: FactLookup, { name, digest }: ClaimedBase): Tag {
  const tag = name && watchedTag(name);
  if (name === undefined || tag === undefined) return { state: 'pinned' };
  const fact = lookup.tag(tag);
  if (fact.state !== 'unknown' || !fact.absent || digest === undefined) return fact;
  // A repository that shows the claimed digest cannot hide a tag.
  const byDigest = lookup.tag(atDigest(name, digest));
  if (byDigest.state === 'pending') return byDigest;
  return byDigest.state === 'resolved' ? { state: 'gone' } : fact;
}
