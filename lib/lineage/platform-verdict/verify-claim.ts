import { lowerVariants } from '#lib/oci/platform.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { Claim, ClaimedBase } from '../evidence/claim.ts';
import { knownBeneath } from '../evidence/layer-claims.ts';
import type { Inquiry } from '../facts/fact-lookup.ts';
import { layeredOf } from '../images/compare-config.ts';
import { imageForPlatform, knownPast, otherPlatformBeneath, type Picked } from '../images/pick-platform.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import { isSquashed, type LayerProof, SQUASHED, verifyLayers } from '../images/verify-layers.ts';
import type { Reason } from '../verdict/reason.ts';
import type { CurrentBase } from './current-base.ts';

/** What the layers say of a claim, and the base's image that they were compared with. */
export interface Proof {
  readonly proof: LayerProof;
  /** `undefined` where nothing that the base is or was could be compared with. */
  readonly beneath: PlatformImage | undefined;
  /** How that image was found: which one of the base's name now is its successor depends on it. */
  readonly by?: FoundBy;
  /** Something is not known yet: the next pass may say otherwise. */
  readonly pending?: boolean;
}

/**
 * `platform`: a builder takes it for the image's platform. `manifest`: the claim names this very manifest, whatever
 * platform it is for. `layers`: the image begins with the layers of another platform, as after `FROM --platform=…`.
 */
export type FoundBy = 'platform' | 'manifest' | 'layers';

/**
 * Which content proves the claim: the claimed digest; where that is not to be had, a digest that the tag was
 * seen at before, then one whose layers are known from elsewhere, then the one it has now. A claimed digest that is there and does not fit is a contradiction,
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
  const byClaim = proveByClaimed(inquiry, image, base, claim, claimed);
  if (byClaim !== undefined) return byClaim;
  const before = inquiry.pending;
  for (const { image: candidate, by } of candidates(inquiry, image, base, claim, claimed, current)) {
    const proof = verifyLayers(layeredOf(image), layeredOf(candidate));
    if (proof.baseLayers !== null)
      return { proof: explained(proof, image, candidate, by), beneath: candidate, by };
  }
  if (inquiry.pending > before) return notLookedAt();
  if (isSquashed(layeredOf(image))) return { proof: SQUASHED, beneath: undefined };
  if (claimed?.state === 'other-platform' || claimed?.state === 'no-platform') {
    // What is said of a whole index may name the digest of one platform for all of them.
    const shared = claim.level === 'index' || claim.level === 'descriptor';
    const verification = shared ? 'unverifiable' : 'contradicted';
    const reason = { kind: 'claimed-digest-of-other-platform', platform: image.platform } as const;
    return { proof: { verification, baseLayers: null, reason }, beneath: undefined };
  }
  const reason = whyUnproven(base, claimed, current);
  const baseLayers = claim.baseLayers ?? null;
  return { proof: { verification: 'unverifiable', baseLayers, reason }, beneath: undefined };
}

/**
 * What the claimed digest itself proves or refutes, before anything is asked about its tag: by its image for the
 * platform, else by that of another platform which begins the image. `undefined` where it tells neither.
 */
export function proveByClaimed(
  inquiry: Inquiry,
  image: PlatformImage,
  base: ClaimedBase,
  claim: Claim,
  claimed: Picked | undefined,
): Proof | undefined {
  if (claimed?.state !== 'present' && claimed?.state !== 'no-platform') return undefined;
  let own: Proof | undefined;
  if (claimed.state === 'present') {
    const proof = verifyLayers(layeredOf(image), layeredOf(claimed.image));
    own = {
      proof: explained(proof, image, claimed.image, 'platform'),
      beneath: claimed.image,
      by: 'platform',
    };
    if (proof.verification !== 'contradicted') return own;
  }
  const { name, digest } = base;
  // Each input of a build names its platform; to look through all children of all inputs would cost too much.
  if (name === undefined || digest === undefined || claim.standing === 'candidate') return own;
  const other = otherPlatformBeneath(inquiry, name, digest, image, 'all');
  switch (other.state) {
    case 'pending':
      return notLookedAt();
    case 'present':
      return provenBy(image, other.image, 'layers');
    case 'unknown': {
      const reason = { kind: 'other-platform-unreadable', cause: other.reason } as const;
      return { proof: { verification: 'unverifiable', baseLayers: null, reason }, beneath: own?.beneath };
    }
    default:
      return own;
  }
}

function provenBy(image: PlatformImage, beneath: PlatformImage, by: FoundBy): Proof {
  const proof = verifyLayers(layeredOf(image), layeredOf(beneath));
  return { proof: explained(proof, image, beneath, by), beneath, by };
}

function notLookedAt(): Proof {
  const reason = { kind: 'not-checked-yet' } as const;
  return {
    proof: { verification: 'unverifiable', baseLayers: null, reason },
    beneath: undefined,
    pending: true,
  };
}

/** Says whose layers they are, where they are not those of the image's own platform. */
function explained(proof: LayerProof, image: PlatformImage, beneath: PlatformImage, by: FoundBy): LayerProof {
  const { platform } = beneath;
  if (proof.baseLayers === null || platform === image.platform) return proof;
  if (by === 'platform' && platform.startsWith('windows/')) return proof;
  const bestMatch = by === 'platform' && lowerVariants(image.platform).includes(platform);
  const reason: Reason = {
    kind: 'based-on-other-platform',
    platform: image.platform,
    basePlatform: platform,
    bestMatch,
  };
  return { ...proof, reason };
}

interface Candidate {
  readonly image: PlatformImage;
  readonly by: FoundBy;
}

/** Images that may prove the claim, the most telling first. */
function* candidates(
  inquiry: Inquiry,
  image: PlatformImage,
  base: ClaimedBase,
  { standing, kind }: Claim,
  claimed: Picked | undefined,
  current: CurrentBase,
): Generator<Candidate> {
  // Layers alone led to this manifest: a builder took it for a higher variant, or was told its platform.
  const named = kind === 'layers' ? foundByLayers : (): FoundBy => 'manifest';
  if (claimed?.state === 'other-platform') yield { image: claimed.image, by: named(image, claimed.image) };
  const tag = base.name === undefined ? undefined : watchedTag(base.name);
  if (tag === undefined) return;
  // Content that the tag was seen at before counts as far as it is known already: nothing is fetched for it.
  const quiet = inquiry.withoutAsking();
  const past = knownPast(inquiry, tag);
  // Only if nothing else is pending: every question is fetched, and becomes an input of the verdict.
  if (!isPending(claimed) && !isPending(current)) {
    for (const digest of past)
      yield* candidate(imageForPlatform(quiet, tag, digest, wantedPlatform(image, base)));
    yield* knownImages(inquiry, tag, image);
  }
  if (current.state === 'resolved') yield* candidate(current.picked);
  if (standing === 'candidate' || claimed?.state === 'present' || claimed?.state === 'unknown') return;
  for (const digest of past)
    yield* candidate(otherPlatformBeneath(quiet, tag, digest, image, 'all'), 'layers');
  if (current.state !== 'resolved') return;
  yield* candidate(otherPlatformBeneath(inquiry, tag, current.digest, image, 'likely'), 'layers');
}

function* candidate(picked: Picked, found?: FoundBy): Generator<Candidate> {
  if (picked.state === 'present') yield { image: picked.image, by: found ?? 'platform' };
  if (picked.state === 'other-platform') yield { image: picked.image, by: 'manifest' };
}

/** Content of the claimed name whose layers are known, from checks of other images, to begin this image's. */
function knownImages(inquiry: Inquiry, tag: Reference, image: PlatformImage): Candidate[] {
  const name = formatReference(tag);
  return knownBeneath(inquiry, image).flatMap(({ reference, digest }) => {
    const known = watchedTag(reference);
    if (known === undefined || formatReference(known) !== name) return [];
    const picked = imageForPlatform(inquiry, tag, digest, image.platform);
    if (picked.state !== 'present' && picked.state !== 'other-platform') return [];
    return [{ image: picked.image, by: foundByLayers(image, picked.image) }];
  });
}

function foundByLayers(image: PlatformImage, beneath: PlatformImage): FoundBy {
  const fits = [image.platform, ...lowerVariants(image.platform)].includes(beneath.platform);
  return fits ? 'platform' : 'layers';
}

function isPending(looked: Picked | CurrentBase | undefined): boolean {
  if (looked === undefined) return false;
  return looked.state === 'pending' || ('picked' in looked && looked.picked.state === 'pending');
}

/** The platform whose image of the base was built on: the one that the build asked for, else the image's own. */
export function wantedPlatform(image: PlatformImage, { platform }: ClaimedBase): string {
  // Builders name Windows without its build.
  return platform === undefined || image.platform.startsWith(`${platform}:`) ? image.platform : platform;
}

function whyUnproven(base: ClaimedBase, claimed: Picked | undefined, current: CurrentBase): Reason {
  if (claimed?.state === 'unknown') return { kind: 'claimed-digest-unreadable', cause: claimed.reason };
  if (claimed?.state === 'gone') return { kind: 'claimed-digest-gone' };
  if (current.state === 'unknown') return { kind: 'base-unreadable', cause: current.reason };
  if (current.state === 'resolved' && current.picked.state === 'unknown') {
    return { kind: 'base-unreadable', cause: current.picked.reason };
  }
  return { kind: base.digest === undefined ? 'no-digest-claimed' : 'base-unavailable' };
}
