import { watchedTag } from '#lib/oci/reference.ts';
import type { Claim, ClaimedBase } from './claim.ts';
import { layeredOf } from './compare.ts';
import type { CurrentBase } from './freshness.ts';
import type { Inquiry } from './inquiry.ts';
import { imageForPlatform, knownPast, type Picked } from './pick-platform.ts';
import type { PlatformImage } from './platform-image.ts';
import { type LayerProof, verifyLayers } from './verify.ts';

/** What the layers say of a claim, and the base's image that they were compared with. */
export interface Proof {
  readonly proof: LayerProof;
  /** `undefined` where nothing that the base is or was could be compared with. */
  readonly beneath: PlatformImage | undefined;
}

/**
 * Which content proves the claim: the claimed digest; where that is not to be had, a digest that the tag was
 * seen at before, then the one it has now. A claimed digest that is there and does not fit is a contradiction,
 * whatever else would fit, unless it is another platform's: then it says nothing of this one's layers.
 */
export function prove(
  inquiry: Inquiry,
  image: PlatformImage,
  base: ClaimedBase,
  claim: Claim,
  claimed: Picked | undefined,
  current: CurrentBase,
): Proof {
  const own = layeredOf(image);
  if (claimed?.state === 'present') {
    return { proof: verifyLayers(own, layeredOf(claimed.image)), beneath: claimed.image };
  }
  const known = [
    ...(claimed?.state === 'other-platform' ? [claimed.image] : []),
    ...pastImages(inquiry, base, image.platform),
    ...(current.state === 'resolved' && isImage(current.picked) ? [current.picked.image] : []),
  ];
  for (const candidate of known) {
    const proof = verifyLayers(own, layeredOf(candidate));
    if (proof.baseLayers === null) continue;
    const { platform } = candidate;
    const elsewhere =
      platform === image.platform ? {} : { reason: `the base says that it is for ${platform}` };
    return { proof: { ...proof, ...elsewhere }, beneath: candidate };
  }
  if (claimed?.state === 'other-platform' || claimed?.state === 'no-platform') {
    // What is said of a whole index may name the digest of one platform for all of them.
    const shared = claim.level === 'index' || claim.level === 'descriptor';
    const verification = shared ? 'unverifiable' : 'contradicted';
    const reason = `the claimed digest is not for ${image.platform}, and the image’s layers do not begin with it`;
    return { proof: { verification, baseLayers: null, reason }, beneath: undefined };
  }
  const reason = whyUnproven(base, claimed, current);
  const baseLayers = claim.baseLayers ?? null;
  return { proof: { verification: 'unverifiable', baseLayers, reason }, beneath: undefined };
}

/** Content that the tag was seen at before, as far as it is known already: nothing is fetched for it. */
function pastImages(inquiry: Inquiry, base: ClaimedBase, platform: string): PlatformImage[] {
  const tag = base.name === undefined ? undefined : watchedTag(base.name);
  if (tag === undefined) return [];
  const quiet = inquiry.withoutAsking();
  return knownPast(inquiry, tag).flatMap((digest) => {
    const picked = imageForPlatform(quiet, tag, digest, platform);
    return isImage(picked) ? [picked.image] : [];
  });
}

/** True where there is an image to compare layers with, whatever platform it says it is for. */
function isImage(picked: Picked): picked is Extract<Picked, { image: PlatformImage }> {
  return picked.state === 'present' || picked.state === 'other-platform';
}

function whyUnproven(base: ClaimedBase, claimed: Picked | undefined, current: CurrentBase): string {
  if (claimed?.state === 'unknown') return `the claimed digest could not be looked at: ${claimed.reason}`;
  if (claimed?.state === 'gone') {
    return 'the claimed digest is not in the registry, so that the layers cannot be compared';
  }
  if (current.state === 'unknown') return `the base could not be looked at: ${current.reason}`;
  if (current.state === 'resolved' && current.picked.state === 'unknown') {
    return `the base could not be looked at: ${current.picked.reason}`;
  }
  if (base.digest === undefined) {
    return 'no digest is claimed, and the layers do not begin with what the name has now';
  }
  return 'the base cannot be looked at';
}
