import type { Digest } from '#lib/oci/digest.ts';
import { isIndex } from '#lib/oci/manifest.ts';
import type { Reference } from '#lib/oci/reference.ts';
import { watchedTag } from '#lib/oci/reference.ts';
import type { Claim, ClaimedBase } from './claim.ts';
import { layeredOf, sameRuntimeConfig } from './compare.ts';
import type { Inquiry } from './inquiry.ts';
import type { Freshness, Verification } from './lineage.ts';
import { imageForPlatform, listPlatforms, type PlatformImage } from './platform-image.ts';
import { isPrefix, type LayerProof, verifyLayers } from './verify.ts';

/** What one claim comes to for one platform. */
export interface PlatformJudgement {
  readonly freshness: Freshness;
  readonly verification: Verification;
  readonly claimedDigest: Digest | null;
  /** This platform's manifest of what the name resolves to now. */
  readonly currentDigest: Digest | null;
  /** What the name resolves to now: an index or a manifest. */
  readonly tagDigest: Digest | null;
  readonly baseLayers: number | null;
  readonly reason: string | null;
  /** The base's image that this one stands on, or claims to; `undefined` where it cannot be had. */
  readonly beneath: PlatformImage | undefined;
  /** Something could not be looked at: nothing here speaks against the claim. */
  readonly unchecked: boolean;
}

type Loaded = ReturnType<typeof imageForPlatform>;
type Current =
  | { readonly state: 'resolved'; readonly digest: Digest }
  | { readonly state: 'pinned' | 'gone' | 'pending' }
  | { readonly state: 'unknown'; readonly reason: string };

/** Judges one claim about one platform's base; facts that are missing are noted in the inquiry. */
export function judgePlatform(
  inquiry: Inquiry,
  image: PlatformImage,
  base: ClaimedBase,
  claim: Claim,
): PlatformJudgement {
  if (base.name === undefined) {
    const reason = base.digest
      ? 'only a digest is named, and no repository to look it up in'
      : (claim.note ?? 'it names no base');
    return unjudged(base.digest ? 'pinned' : 'unknown', reason, base.digest ?? null);
  }
  const current = lookUpCurrent(inquiry, base.name);
  const claimed =
    base.digest === undefined ? undefined : imageForPlatform(inquiry, base.name, base.digest, image.platform);
  // The tag's present content is needed only where its digest is not the claimed one.
  const currentImage =
    current.state !== 'resolved'
      ? undefined
      : current.digest === base.digest
        ? claimed
        : imageForPlatform(inquiry, base.name, current.digest, image.platform);

  const { proof, beneath } = prove(inquiry, image, base, claim, claimed, currentImage);
  const { freshness, reason } = judgeFreshness(image, base, current, claimed, currentImage, beneath, proof);
  const unchecked =
    freshness === 'unknown' || (proof.verification === 'unverifiable' && claimed?.state === 'unknown');
  return {
    freshness,
    verification: proof.verification,
    claimedDigest: base.digest ?? null,
    currentDigest: currentImage?.state === 'present' ? currentImage.image.digest : null,
    tagDigest: current.state === 'resolved' ? current.digest : null,
    baseLayers: proof.baseLayers,
    reason: reason ?? proof.reason,
    beneath,
    unchecked,
  };
}

function unjudged(freshness: Freshness, reason: string, claimedDigest: Digest | null): PlatformJudgement {
  return {
    freshness,
    verification: 'unverifiable',
    claimedDigest,
    currentDigest: null,
    tagDigest: null,
    baseLayers: null,
    reason,
    beneath: undefined,
    unchecked: freshness === 'unknown',
  };
}

function lookUpCurrent(inquiry: Inquiry, name: Reference): Current {
  const tag = watchedTag(name);
  return tag === undefined ? { state: 'pinned' } : inquiry.tag(tag);
}

/**
 * Which content proves the claim: the claimed digest; where that is no longer to be had, a digest that the tag
 * was seen at before, then the one it has now. A claimed digest that is there and does not fit is a
 * contradiction, whatever else would fit.
 */
function prove(
  inquiry: Inquiry,
  image: PlatformImage,
  base: ClaimedBase,
  claim: Claim,
  claimed: Loaded | undefined,
  current: Loaded | undefined,
): { proof: LayerProof; beneath: PlatformImage | undefined } {
  const own = layeredOf(image);
  if (claimed?.state === 'present') {
    return { proof: verifyLayers(own, layeredOf(claimed.image)), beneath: claimed.image };
  }
  if (claimed?.state === 'no-platform') {
    const reason = `the claimed digest has nothing for ${image.platform}`;
    return { proof: { verification: 'contradicted', baseLayers: null, reason }, beneath: undefined };
  }
  const known = [
    ...pastImages(inquiry, base, image.platform),
    ...(current?.state === 'present' ? [current.image] : []),
  ];
  for (const candidate of known) {
    const proof = verifyLayers(own, layeredOf(candidate));
    if (proof.baseLayers !== null) return { proof, beneath: candidate };
  }
  const reason = whyUnproven(base, claimed, current);
  const baseLayers = claim.baseLayers ?? null;
  return { proof: { verification: 'unverifiable', baseLayers, reason }, beneath: undefined };
}

/** Content that the tag was seen at before, as far as it is known already: nothing is fetched for it. */
function pastImages(inquiry: Inquiry, base: ClaimedBase, platform: string): PlatformImage[] {
  const tag = base.name === undefined ? undefined : watchedTag(base.name);
  if (tag === undefined) return [];
  const { observations } = inquiry.facts.history(tag);
  return observations.toReversed().flatMap(({ digest }) => {
    if (digest === null || inquiry.facts.manifest(tag, digest)?.state !== 'present') return [];
    const quiet = inquiry.withoutAsking();
    const loaded = imageForPlatform(quiet, tag, digest, platform);
    return loaded.state === 'present' ? [loaded.image] : [];
  });
}

function whyUnproven(base: ClaimedBase, claimed: Loaded | undefined, current: Loaded | undefined): string {
  if (claimed?.state === 'unknown') return `the claimed digest could not be looked at: ${claimed.reason}`;
  if (claimed?.state === 'gone')
    return 'the registry no longer has the claimed digest, so the layers cannot be compared';
  if (current?.state === 'unknown') return `the base could not be looked at: ${current.reason}`;
  if (base.digest === undefined)
    return 'no digest is claimed, and the layers do not begin with what the name has now';
  return 'the base cannot be looked at';
}

function judgeFreshness(
  image: PlatformImage,
  base: ClaimedBase,
  current: Current,
  claimed: Loaded | undefined,
  currentImage: Loaded | undefined,
  beneath: PlatformImage | undefined,
  proof: LayerProof,
): { freshness: Freshness; reason: string | null } {
  switch (current.state) {
    case 'pending':
      return { freshness: 'unknown', reason: 'not looked at yet' };
    case 'unknown':
      return { freshness: 'unknown', reason: `the base could not be looked at: ${current.reason}` };
    case 'pinned':
      return claimed?.state === 'gone'
        ? { freshness: 'base-gone', reason: 'the base is named by a digest that the registry no longer has' }
        : { freshness: 'pinned', reason: proof.reason };
    case 'gone':
      return claimed?.state === 'present'
        ? { freshness: 'base-tag-gone', reason: 'the base’s tag no longer exists: the next build will fail' }
        : {
            freshness: 'base-gone',
            reason: 'neither the base’s tag nor its digest is there: it can be neither rebuilt nor rebased',
          };
    case 'resolved':
      return compareWithCurrent(image, base, current.digest, claimed, currentImage, beneath);
  }
}

/** The tag resolves: whether to what the image stands on. */
function compareWithCurrent(
  image: PlatformImage,
  base: ClaimedBase,
  tagDigest: Digest,
  claimed: Loaded | undefined,
  current: Loaded | undefined,
  beneath: PlatformImage | undefined,
): { freshness: Freshness; reason: string | null } {
  if (current === undefined || current.state === 'pending')
    return { freshness: 'unknown', reason: 'not looked at yet' };
  if (current.state === 'unknown') {
    return { freshness: 'unknown', reason: `the base could not be looked at: ${current.reason}` };
  }
  if (current.state === 'gone') {
    return base.digest === tagDigest
      ? { freshness: 'base-digest-gone', reason: 'the tag names a digest that the registry does not have' }
      : { freshness: 'unknown', reason: 'the base’s tag names a digest that the registry does not have' };
  }
  if (current.state === 'no-platform') {
    return { freshness: 'platform-gone', reason: `the base no longer has ${image.platform}` };
  }
  const now = current.image;
  if (base.digest === tagDigest || base.digest === now.digest)
    return { freshness: 'up-to-date', reason: null };
  if (beneath?.digest === now.digest && claimed?.state === 'present')
    return { freshness: 'index-moved', reason: null };
  const stands = isPrefix(now.diffIds, image.diffIds) && now.diffIds.length > 0;
  if (!stands) {
    const provenOtherwise = beneath !== undefined && beneath.digest !== now.digest;
    if (base.digest !== undefined && claimed?.state === 'gone' && !provenOtherwise) {
      return {
        freshness: 'base-digest-gone',
        reason: 'the registry no longer has the claimed digest, and the tag has other layers now: rebuild it',
      };
    }
    return { freshness: 'stale', reason: null };
  }
  const old = claimed?.state === 'present' ? claimed.image : beneath;
  if (old !== undefined && old.digest !== now.digest && !sameRuntimeConfig(old.config, now.config)) {
    return { freshness: 'stale-config', reason: 'the base has the same layers and another configuration' };
  }
  return { freshness: 'same-content', reason: null };
}

/** True when the digest is an index that lists the other digest. */
export function listsDigest(inquiry: Inquiry, repository: Reference, index: Digest, child: Digest): boolean {
  const fact = inquiry.facts.manifest(repository, index);
  if (fact?.state !== 'present' || !isIndex(fact.document)) return false;
  return listPlatforms(inquiry.withoutAsking(), repository, fact.document).some(
    ({ descriptor }) => descriptor.digest === child,
  );
}
