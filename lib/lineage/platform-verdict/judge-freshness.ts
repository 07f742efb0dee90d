import type { Digest } from '#lib/oci/digest.ts';
import { atDigest } from '#lib/oci/reference.ts';
import type { ClaimedBase } from '../evidence/claim.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import { sameRuntimeConfig } from '../images/compare-config.ts';
import { imageForPlatform, type Picked } from '../images/pick-platform.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import { isPrefix, type LayerProof } from '../images/verify-layers.ts';
import type { Reason } from '../verdict/reason.ts';
import type { Freshness } from '../vocabulary/freshness.ts';
import type { CurrentBase } from './current-base.ts';
import type { FoundBy } from './verify-claim.ts';

/** Everything that one platform's freshness is judged from. */
export interface Compared {
  readonly image: PlatformImage;
  readonly base: ClaimedBase;
  /** The claimed digest's content; `undefined` if no digest is claimed. */
  readonly claimed: Picked | undefined;
  readonly current: CurrentBase;
  /** The base's image that the layers were compared with. */
  readonly baseImage: PlatformImage | undefined;
  readonly by?: FoundBy;
  readonly proof: LayerProof;
  /** The platform whose image of the base a builder would take. */
  readonly wanted: string;
}

/** How current the base is, and why that is not known or not as claimed; `now` is this platform's current base image. */
export interface FreshnessJudgement {
  readonly freshness: Freshness;
  readonly reasons: readonly Reason[];
  readonly now?: PlatformImage;
}

/** Judges how current one platform's base is. What could not be checked is `unknown`, never fresh. */
export function judgeFreshness(lookup: FactLookup, compared: Compared): FreshnessJudgement {
  const { claimed, current, proof } = compared;
  switch (current.state) {
    case 'pending':
      return { freshness: 'unknown', reasons: [{ kind: 'not-checked-yet' }] };
    case 'unknown':
      return { freshness: 'unknown', reasons: [{ kind: 'base-unreadable', cause: current.reason }] };
    case 'pinned':
      return claimed?.state === 'gone'
        ? { freshness: 'base-gone', reasons: [{ kind: 'pinned-digest-gone' }] }
        : { freshness: 'pinned', reasons: proof.reason === null ? [] : [proof.reason] };
    case 'gone':
      return judgeGone(lookup, compared);
    case 'resolved':
      return judgeResolved(lookup, compared, current);
  }
}

/**
 * The tag is gone: whether the repository still has the digest that the image is based on. The content may be known from
 * before, or from another repository, so only a request shows whether it still exists.
 */
function judgeGone(lookup: FactLookup, { base, claimed, baseImage }: Compared): FreshnessJudgement {
  const { name } = base;
  const claimedDigest = claimed?.state === 'gone' ? undefined : base.digest;
  const digests = new Set([claimedDigest, baseImage?.digest].flatMap((digest) => digest ?? []));
  for (const digest of digests) {
    const fact = name && lookup.tag(atDigest(name, digest));
    if (fact === undefined || fact.state === 'gone') continue;
    const doubts =
      fact.state === 'unknown' ? [{ kind: 'digest-presence-unknown', cause: fact.reason } as const] : [];
    return { freshness: 'base-tag-gone', reasons: [{ kind: 'base-tag-gone' }, ...doubts] };
  }
  return { freshness: 'base-gone', reasons: [{ kind: 'base-gone' }] };
}

type Resolved = Extract<CurrentBase, { state: 'resolved' }>;

/** The tag resolves: whether it has an image for this platform. */
function judgeResolved(lookup: FactLookup, compared: Compared, current: Resolved): FreshnessJudgement {
  const { baseImage, by } = compared;
  const picked = pickNow(lookup, compared, current);
  switch (picked.state) {
    case 'pending':
      return { freshness: 'unknown', reasons: [{ kind: 'not-checked-yet' }] };
    case 'unknown':
      return { freshness: 'unknown', reasons: [{ kind: 'base-unreadable', cause: picked.reason }] };
    case 'gone':
      return {
        freshness: 'unknown',
        reasons: [{ kind: 'tag-digest-missing' }],
      };
    case 'no-platform':
    case 'other-platform':
      return {
        freshness: 'platform-gone',
        reasons: [
          {
            kind: 'base-platform-gone',
            platform: by === 'layers' && baseImage ? baseImage.platform : compared.wanted,
          },
        ],
      };
    case 'present':
      return { ...compareContent(compared, current.digest, picked.image), now: picked.image };
  }
}

/**
 * The current base image for this platform, or for the platform that the image is based on. If the image is based on
 * another platform's image (a base of a single manifest, files without machine code), that platform's current image is
 * compared.
 */
function pickNow(lookup: FactLookup, compared: Compared, current: Resolved): Picked {
  const { image, base, baseImage, by } = compared;
  const { digest } = current;
  const repository = base.name;
  let { picked } = current;
  if (repository !== undefined && baseImage !== undefined && by !== 'platform') {
    // The image is based on that platform's image, even if a builder would pick another one by default.
    const same = imageForPlatform(lookup, repository, digest, baseImage.platform);
    if (by === 'layers' || same.state !== 'no-platform') picked = same;
  }
  if (picked.state === 'other-platform') {
    const isItsBase =
      baseImage?.platform === picked.image.platform || isPrefix(picked.image.diffIds, image.diffIds);
    return isItsBase ? { ...picked, state: 'present' } : picked;
  }
  if (picked.state !== 'no-platform' || repository === undefined) return picked;
  if (baseImage === undefined || baseImage.platform === image.platform) return picked;
  return imageForPlatform(lookup, repository, digest, baseImage.platform);
}

function compareContent(
  { image, base, claimed, baseImage, proof }: Compared,
  tagDigest: Digest,
  now: PlatformImage,
): FreshnessJudgement {
  if (base.digest === tagDigest || base.digest === now.digest)
    return { freshness: 'up-to-date', reasons: [] };
  if (baseImage?.digest === now.digest && (claimed?.state === 'present' || claimed?.state === 'no-platform'))
    return { freshness: 'index-moved', reasons: [] };
  if (proof.squashed) return compareSquashed(baseImage, now);
  const hasCurrentLayers = isPrefix(now.diffIds, image.diffIds) && now.diffIds.length > 0;
  if (!hasCurrentLayers) return movedOn(base, claimed, now, baseImage);
  if (claimed?.state === 'unknown') {
    return { freshness: 'unknown', reasons: [{ kind: 'claimed-digest-unreadable', cause: claimed.reason }] };
  }
  if (baseImage === undefined || baseImage.digest === now.digest)
    return { freshness: 'same-content', reasons: [] };
  if (baseImage.diffIds.length > now.diffIds.length && isPrefix(now.diffIds, baseImage.diffIds)) {
    return { freshness: 'stale', reasons: [{ kind: 'base-dropped-layers' }] };
  }
  return sameRuntimeConfig(baseImage.config, now.config)
    ? { freshness: 'same-content', reasons: [] }
    : { freshness: 'stale-config', reasons: [{ kind: 'base-config-changed' }] };
}

/** The layers of a squashed image prove nothing, so the claimed base is compared with the current one. */
function compareSquashed(baseImage: PlatformImage | undefined, now: PlatformImage): FreshnessJudgement {
  if (baseImage === undefined) {
    return { freshness: 'unknown', reasons: [{ kind: 'squashed-without-claimed-digest' }] };
  }
  const sameLayers =
    baseImage.diffIds.length === now.diffIds.length && isPrefix(baseImage.diffIds, now.diffIds);
  if (!sameLayers) return { freshness: 'stale', reasons: [] };
  return sameRuntimeConfig(baseImage.config, now.config)
    ? { freshness: 'same-content', reasons: [] }
    : { freshness: 'stale-config', reasons: [] };
}

/** The image's first layers are not those of the current base. */
function movedOn(
  base: ClaimedBase,
  claimed: Picked | undefined,
  now: PlatformImage,
  baseImage: PlatformImage | undefined,
): FreshnessJudgement {
  const basedOnOther = baseImage !== undefined && baseImage.digest !== now.digest;
  if (base.digest === undefined || claimed?.state !== 'gone' || basedOnOther) {
    return { freshness: 'stale', reasons: [] };
  }
  return { freshness: 'base-digest-gone', reasons: [{ kind: 'claimed-digest-gone-and-tag-moved' }] };
}
