import type { Digest } from '#lib/oci/digest.ts';
import { atDigest, watchedTag } from '#lib/oci/reference.ts';
import type { Claim, ClaimedBase } from '../evidence/claim.ts';
import type { Inquiry } from '../facts/fact-lookup.ts';
import { imageForPlatform, listsDigest, type Picked } from '../images/pick-platform.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import type { LayerProof } from '../images/verify-layers.ts';
import { type Cause, type Reason, sameReason } from '../verdict/reason.ts';
import type { Freshness } from '../vocabulary/freshness.ts';
import type { Verification } from '../vocabulary/verification.ts';
import type { CurrentBase } from './current-base.ts';
import { judgeFreshness } from './judge-freshness.ts';
import { prove, proveByClaimed, wantedPlatform } from './verify-claim.ts';

/** What one claim comes to for one platform. */
export interface PlatformJudgement {
  readonly freshness: Freshness;
  readonly verification: Verification;
  /** As claimed: of an index or of a manifest. */
  readonly claimedDigest: Digest | null;
  /** The base's manifest that the claimed digest leads to; null where it is not there or leads to none. */
  readonly claimedManifest: Digest | null;
  /** This platform's manifest of what the name resolves to now. */
  readonly currentDigest: Digest | null;
  /** What the name resolves to now: an index or a manifest. */
  readonly tagDigest: Digest | null;
  readonly baseLayers: number | null;
  readonly reasons: readonly Reason[];
  /** The base's image that this one stands on, or claims to; `undefined` where it cannot be had. */
  readonly beneath: PlatformImage | undefined;
  /** Something could not be looked at: nothing here speaks against the claim. */
  readonly unchecked: boolean;
}

/** Judges one claim about one platform's base; facts that are missing are noted in the inquiry. */
export function judgePlatform(
  inquiry: Inquiry,
  image: PlatformImage,
  base: ClaimedBase,
  claim: Claim,
): PlatformJudgement {
  if (base.name === undefined) return unnamed(base, claim);
  const { name, digest } = base;
  const wanted = wantedPlatform(image, base);
  let claimed = digest === undefined ? undefined : imageForPlatform(inquiry, name, digest, wanted);
  // Most inputs of a build and many labels are refuted by their digest alone: their tags are not asked for.
  if (claim.standing !== 'own' && claimed !== undefined) {
    if (claimed.state === 'pending') return unlooked(base, 'unverifiable', [{ kind: 'not-checked-yet' }]);
    const byClaim =
      claimed.state === 'present' ? proveByClaimed(inquiry, image, base, claim, claimed) : undefined;
    if (byClaim?.pending) return unlooked(base, 'unverifiable', listed(byClaim.proof.reason));
    if (byClaim?.proof.verification === 'contradicted')
      return unlooked(base, 'contradicted', listed(byClaim.proof.reason));
  }
  const tag = lookUpTag(inquiry, base);
  // The repository shows its tag, so it does not hide the digest.
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
              : imageForPlatform(inquiry, name, tag.digest, wanted),
        };
  const proven = prove(inquiry, image, base, claim, claimed, current);
  const { proof, beneath } = proven;
  const { freshness, reasons, now } = judgeFreshness(inquiry, {
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
    claimedManifest: manifestOf(inquiry, base, claimed, beneath),
    currentDigest: now?.digest ?? null,
    tagDigest: tag.state === 'resolved' ? tag.digest : null,
    baseLayers: proof.baseLayers,
    reasons: allReasons(reasons, proof),
    beneath,
    unchecked,
  };
}

/** Those about the tag; where the layers are counted, the one about them beside it, else only where there is no other. */
function allReasons(ofTag: readonly Reason[], { reason, baseLayers }: LayerProof): readonly Reason[] {
  if (reason === null || ofTag.some((each) => sameReason(each, reason))) return ofTag;
  return baseLayers === null && ofTag.length > 0 ? ofTag : [...ofTag, reason];
}

function listed(reason: Reason | null): readonly Reason[] {
  return reason === null ? [] : [reason];
}

/** The claimed digest's manifest: the one that the claim leads to, else this platform's. */
function manifestOf(
  inquiry: Inquiry,
  { name, digest }: ClaimedBase,
  claimed: Picked | undefined,
  beneath: PlatformImage | undefined,
): Digest | null {
  const leads =
    beneath !== undefined &&
    name !== undefined &&
    digest !== undefined &&
    (beneath.digest === digest || listsDigest(inquiry, name, digest, beneath.digest));
  if (leads) return beneath.digest;
  return claimed?.state === 'present' || claimed?.state === 'other-platform' ? claimed.image.digest : null;
}

/** No repository is named: there is nowhere to look. */
function unnamed(base: ClaimedBase, claim: Claim): PlatformJudgement {
  if (base.digest === undefined || claim.malformed !== undefined) {
    const reasons = claim.notes ?? [{ kind: 'no-base-named' }];
    return { ...unlooked(base, 'unverifiable', reasons), unchecked: true };
  }
  const reasons: readonly Reason[] = [{ kind: 'digest-without-repository' }];
  return { ...unlooked(base, 'unverifiable', reasons), freshness: 'pinned' };
}

/** A judgement for which the name was not looked up. */
function unlooked(
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
    beneath: undefined,
    unchecked: false,
  };
}

type Tag =
  | { readonly state: 'resolved'; readonly digest: Digest }
  | { readonly state: 'pinned' | 'gone' | 'pending' }
  | { readonly state: 'unknown'; readonly reason: Cause };

function lookUpTag(inquiry: Inquiry, { name, digest }: ClaimedBase): Tag {
  const tag = name && watchedTag(name);
  if (name === undefined || tag === undefined) return { state: 'pinned' };
  const fact = inquiry.tag(tag);
  if (fact.state !== 'unknown' || !fact.absent || digest === undefined) return fact;
  // A repository that shows the claimed digest now hides no tag.
  const shown = inquiry.tag(atDigest(name, digest));
  if (shown.state === 'pending') return shown;
  return shown.state === 'resolved' ? { state: 'gone' } : fact;
}
