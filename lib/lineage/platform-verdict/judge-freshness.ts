import type { Digest } from '#lib/oci/digest.ts';
import { atDigest } from '#lib/oci/reference.ts';
import type { ClaimedBase } from '../evidence/claim.ts';
import type { Inquiry } from '../facts/fact-lookup.ts';
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
  /** The claimed digest's content; `undefined` where none is claimed. */
  readonly claimed: Picked | undefined;
  readonly current: CurrentBase;
  /** The base's image that the layers were compared with. */
  readonly beneath: PlatformImage | undefined;
  readonly by?: FoundBy;
  readonly proof: LayerProof;
  /** The platform whose image of the base a builder would take. */
  readonly wanted: string;
}

/** How current the base is, and why it is not known or not as claimed; `now` is this platform's image of the name. */
export interface FreshnessJudgement {
  readonly freshness: Freshness;
  readonly reasons: readonly Reason[];
  readonly now?: PlatformImage;
}

/** Judges how current one platform's base is. What cannot be looked at is `unknown`, never fresh. */
export function judgeFreshness(inquiry: Inquiry, compared: Compared): FreshnessJudgement {
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
      return judgeGone(inquiry, compared);
    case 'resolved':
      return judgeResolved(inquiry, compared, current);
  }
}

/**
 * The tag is gone: whether the repository still has what the image was built on, by its digest. The content may
 * be known from before, or from another repository, so that the registry is asked.
 */
function judgeGone(inquiry: Inquiry, { base, claimed, beneath }: Compared): FreshnessJudgement {
  const { name } = base;
  const claimedDigest = claimed?.state === 'gone' ? undefined : base.digest;
  const digests = new Set([claimedDigest, beneath?.digest].flatMap((digest) => digest ?? []));
  for (const digest of digests) {
    const look = name && inquiry.tag(atDigest(name, digest));
    if (look === undefined || look.state === 'gone') continue;
    const doubts =
      look.state === 'unknown' ? [{ kind: 'digest-presence-unknown', cause: look.reason } as const] : [];
    return { freshness: 'base-tag-gone', reasons: [{ kind: 'base-tag-gone' }, ...doubts] };
  }
  return { freshness: 'base-gone', reasons: [{ kind: 'base-gone' }] };
}

type Resolved = Extract<CurrentBase, { state: 'resolved' }>;

/** The tag resolves: whether there is something for this platform. */
function judgeResolved(inquiry: Inquiry, compared: Compared, current: Resolved): FreshnessJudgement {
  const { beneath, by } = compared;
  const picked = pickNow(inquiry, compared, current);
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
            platform: by === 'layers' && beneath ? beneath.platform : compared.wanted,
          },
        ],
      };
    case 'present':
      return { ...compareContent(compared, current.digest, picked.image), now: picked.image };
  }
}

/**
 * This platform's image in what the name has now, or that of the platform that the image was built on. If the image is
 * based on one that is for another platform (a base of a single manifest, files without machine code), that one's
 * successor is what to compare with.
 */
function pickNow(inquiry: Inquiry, compared: Compared, current: Resolved): Picked {
  const { image, base, beneath, by } = compared;
  const { digest } = current;
  const repository = base.name;
  let { picked } = current;
  if (repository !== undefined && beneath !== undefined && by !== 'platform') {
    // It was built on that platform's image, whichever a builder would take by itself.
    const same = imageForPlatform(inquiry, repository, digest, beneath.platform);
    if (by === 'layers' || same.state !== 'no-platform') picked = same;
  }
  if (picked.state === 'other-platform') {
    const stood =
      beneath?.platform === picked.image.platform || isPrefix(picked.image.diffIds, image.diffIds);
    return stood ? { ...picked, state: 'present' } : picked;
  }
  if (picked.state !== 'no-platform' || repository === undefined) return picked;
  if (beneath === undefined || beneath.platform === image.platform) return picked;
  return imageForPlatform(inquiry, repository, digest, beneath.platform);
}

function compareContent(
  { image, base, claimed, beneath, proof }: Compared,
  tagDigest: Digest,
  now: PlatformImage,
): FreshnessJudgement {
  if (base.digest === tagDigest || base.digest === now.digest)
    return { freshness: 'up-to-date', reasons: [] };
  if (beneath?.digest === now.digest && (claimed?.state === 'present' || claimed?.state === 'no-platform'))
    return { freshness: 'index-moved', reasons: [] };
  if (proof.squashed) return compareSquashed(beneath, now);
  const stands = isPrefix(now.diffIds, image.diffIds) && now.diffIds.length > 0;
  if (!stands) return movedOn(base, claimed, now, beneath);
  if (claimed?.state === 'unknown') {
    return { freshness: 'unknown', reasons: [{ kind: 'claimed-digest-unreadable', cause: claimed.reason }] };
  }
  if (beneath === undefined || beneath.digest === now.digest)
    return { freshness: 'same-content', reasons: [] };
  if (beneath.diffIds.length > now.diffIds.length && isPrefix(now.diffIds, beneath.diffIds)) {
    return { freshness: 'stale', reasons: [{ kind: 'base-dropped-layers' }] };
  }
  return sameRuntimeConfig(beneath.config, now.config)
    ? { freshness: 'same-content', reasons: [] }
    : { freshness: 'stale-config', reasons: [{ kind: 'base-config-changed' }] };
}

/** The image's layers show nothing: what was claimed is compared with what the tag has now. */
function compareSquashed(beneath: PlatformImage | undefined, now: PlatformImage): FreshnessJudgement {
  if (beneath === undefined) {
    return { freshness: 'unknown', reasons: [{ kind: 'squashed-without-claimed-digest' }] };
  }
  const sameLayers = beneath.diffIds.length === now.diffIds.length && isPrefix(beneath.diffIds, now.diffIds);
  if (!sameLayers) return { freshness: 'stale', reasons: [] };
  return sameRuntimeConfig(beneath.config, now.config)
    ? { freshness: 'same-content', reasons: [] }
    : { freshness: 'stale-config', reasons: [] };
}

/** The current base's layers do not begin the image. */
function movedOn(
  base: ClaimedBase,
  claimed: Picked | undefined,
  now: PlatformImage,
  beneath: PlatformImage | undefined,
): FreshnessJudgement {
  const provenOtherwise = beneath !== undefined && beneath.digest !== now.digest;
  if (base.digest === undefined || claimed?.state !== 'gone' || provenOtherwise) {
    return { freshness: 'stale', reasons: [] };
  }
  return { freshness: 'base-digest-gone', reasons: [{ kind: 'claimed-digest-gone-and-tag-moved' }] };
}
