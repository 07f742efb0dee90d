import { lowerVariants } from '#lib/oci/platform.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { Claim, ClaimedBase } from '../evidence/claim.ts';
import { fittingBases } from '../evidence/layer-claims.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import { layeredOf } from '../images/compare-config.ts';
import { imageForPlatform, knownPast, otherPlatformBase, type Picked } from '../images/pick-platform.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import { isSquashed, type LayerProof, SQUASHED, verifyLayers } from '../images/verify-layers.ts';
import type { Reason } from '../verdict/reason.ts';
import type { CurrentBase } from './current-base.ts';

/** What the layers prove about a claim, and the base image that they were compared with. */
export interface Proof {
  readonly proof: LayerProof;
  /** `undefined` if no image of the base, current or past, was available for comparison. */
  readonly baseImage: PlatformImage | undefined;
  /** How that image was found: it decides which current image of the base to compare with. */
  readonly by?: FoundBy;
  /** A fact is not known yet: the next pass may have another result. */
  readonly pending?: boolean;
}

/**
 * `platform`: a builder takes it for the image's platform. `manifest`: the claim names this very manifest, whatever
 * platform it is for. `layers`: the image begins with the layers of another platform, as after `FROM --platform=…`.
 */
export type FoundBy = 'platform' | 'manifest' | 'layers';

/**
 * Verifies a claim by layers: with the claimed digest or, if that is not available, with a digest that the tag had
 * before, then with known images of the claimed name, then with the tag's current digest. A claimed digest that is
 * available and does not match contradicts the claim, even if another digest would match. A digest of another platform
 * proves nothing about this one's layers.
 */
export function verifyClaim(
  lookup: FactLookup,
  image: PlatformImage,
  base: ClaimedBase,
  claim: Claim,
  claimed: Picked | undefined,
  current: CurrentBase,
): Proof {
  const byClaim = verifyByClaimedDigest(lookup, image, base, claim, claimed);
  if (byClaim !== undefined) return byClaim;
  const before = lookup.pending;
  for (const { image: candidate, by } of candidates(lookup, image, base, claim, claimed, current)) {
    const proof = verifyLayers(layeredOf(image), layeredOf(candidate));
    if (proof.baseLayers !== null)
      return { proof: explained(proof, image, candidate, by), baseImage: candidate, by };
  }
  if (lookup.pending > before) return notChecked();
  if (isSquashed(layeredOf(image))) return { proof: SQUASHED, baseImage: undefined };
  if (claimed?.state === 'other-platform' || claimed?.state === 'no-platform') {
    // A claim about a whole index may name one platform's digest for all of them.
    const shared = claim.level === 'index' || claim.level === 'descriptor';
    const verification = shared ? 'unverifiable' : 'contradicted';
    const reason = { kind: 'claimed-digest-of-other-platform', platform: image.platform } as const;
    return { proof: { verification, baseLayers: null, reason }, baseImage: undefined };
  }
  const reason = whyUnverifiable(base, claimed, current);
  const baseLayers = claim.baseLayers ?? null;
  return { proof: { verification: 'unverifiable', baseLayers, reason }, baseImage: undefined };
}

/**
 * What the claimed digest itself proves or contradicts, before its tag is resolved: by its image for the platform, else
 * by another platform's image whose layers are the image's first ones. `undefined` if it proves neither.
 */
export function verifyByClaimedDigest(
  lookup: FactLookup,
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
      baseImage: claimed.image,
      by: 'platform',
    };
    if (proof.verification !== 'contradicted') return own;
  }
  const { name, digest } = base;
  // Each input of a build names its platform; comparing all children of all inputs would cost too much.
  if (name === undefined || digest === undefined || claim.origin === 'candidate') return own;
  const other = otherPlatformBase(lookup, name, digest, image, 'all');
  switch (other.state) {
    case 'pending':
      return notChecked();
    case 'present':
      return verifiedBy(image, other.image, 'layers');
    case 'unknown': {
      const reason = { kind: 'other-platform-unreadable', cause: other.reason } as const;
      return { proof: { verification: 'unverifiable', baseLayers: null, reason }, baseImage: own?.baseImage };
    }
    default:
      return own;
  }
}

function verifiedBy(image: PlatformImage, baseImage: PlatformImage, by: FoundBy): Proof {
  const proof = verifyLayers(layeredOf(image), layeredOf(baseImage));
  return { proof: explained(proof, image, baseImage, by), baseImage, by };
}

function notChecked(): Proof {
  const reason = { kind: 'not-checked-yet' } as const;
  return {
    proof: { verification: 'unverifiable', baseLayers: null, reason },
    baseImage: undefined,
    pending: true,
  };
}

/** Adds the reason if the layers are those of another platform. */
function explained(
  proof: LayerProof,
  image: PlatformImage,
  baseImage: PlatformImage,
  by: FoundBy,
): LayerProof {
  const { platform } = baseImage;
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

/** Images that can prove the claim, the strongest proof first. */
function* candidates(
  lookup: FactLookup,
  image: PlatformImage,
  base: ClaimedBase,
  { origin, kind }: Claim,
  claimed: Picked | undefined,
  current: CurrentBase,
): Generator<Candidate> {
  // Layers alone led to this manifest: a builder took it for a higher variant, or `FROM --platform` named it.
  const named = kind === 'layers' ? foundByLayers : (): FoundBy => 'manifest';
  if (claimed?.state === 'other-platform') yield { image: claimed.image, by: named(image, claimed.image) };
  const tag = base.name === undefined ? undefined : watchedTag(base.name);
  if (tag === undefined) return;
  // Past content of the tag counts only if it is known already: nothing is fetched for it.
  const known = lookup.knownOnly();
  const past = knownPast(lookup, tag);
  // Only if nothing else is pending: each of these lookups becomes an input of the verdict.
  if (!isPending(claimed) && !isPending(current)) {
    for (const digest of past)
      yield* candidate(imageForPlatform(known, tag, digest, wantedPlatform(image, base)));
    yield* imagesKnownByName(lookup, tag, image);
  }
  if (current.state === 'resolved') yield* candidate(current.picked);
  if (origin === 'candidate' || claimed?.state === 'present' || claimed?.state === 'unknown') return;
  for (const digest of past) yield* candidate(otherPlatformBase(known, tag, digest, image, 'all'), 'layers');
  if (current.state !== 'resolved') return;
  yield* candidate(otherPlatformBase(lookup, tag, current.digest, image, 'likely'), 'layers');
}

function* candidate(picked: Picked, found?: FoundBy): Generator<Candidate> {
  if (picked.state === 'present') yield { image: picked.image, by: found ?? 'platform' };
  if (picked.state === 'other-platform') yield { image: picked.image, by: 'manifest' };
}

/** Known images of the claimed name whose layers are this image's first ones. */
function imagesKnownByName(lookup: FactLookup, tag: Reference, image: PlatformImage): Candidate[] {
  const name = formatReference(tag);
  return fittingBases(lookup, image).flatMap(({ reference, digest }) => {
    const known = watchedTag(reference);
    if (known === undefined || formatReference(known) !== name) return [];
    const picked = imageForPlatform(lookup, tag, digest, image.platform);
    if (picked.state !== 'present' && picked.state !== 'other-platform') return [];
    return [{ image: picked.image, by: foundByLayers(image, picked.image) }];
  });
}

function foundByLayers(image: PlatformImage, baseImage: PlatformImage): FoundBy {
  const fits = [image.platform, ...lowerVariants(image.platform)].includes(baseImage.platform);
  return fits ? 'platform' : 'layers';
}

function isPending(found: Picked | CurrentBase | undefined): boolean {
  if (found === undefined) return false;
  return found.state === 'pending' || ('picked' in found && found.picked.state === 'pending');
}

/** The platform whose base image the build used: the one that the build requested, else the image's own. */
export function wantedPlatform(image: PlatformImage, { platform }: ClaimedBase): string {
  // Builders name Windows without its build number.
  return platform === undefined || image.platform.startsWith(`${platform}:`) ? image.platform : platform;
}

function whyUnverifiable(base: ClaimedBase, claimed: Picked | undefined, current: CurrentBase): Reason {
  if (claimed?.state === 'unknown') return { kind: 'claimed-digest-unreadable', cause: claimed.reason };
  if (claimed?.state === 'gone') return { kind: 'claimed-digest-gone' };
  if (current.state === 'unknown') return { kind: 'base-unreadable', cause: current.reason };
  if (current.state === 'resolved' && current.picked.state === 'unknown') {
    return { kind: 'base-unreadable', cause: current.picked.reason };
  }
  return { kind: base.digest === undefined ? 'no-digest-claimed' : 'base-unavailable' };
}
