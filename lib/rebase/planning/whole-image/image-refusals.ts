import { BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { labelsOf } from '#lib/oci/image-config.ts';
import { formatReference } from '#lib/oci/reference.ts';
import type { RebaseQuestion, RebaseRefusal } from '../../rebase.ts';
import { doubledPlatform, missingPlatforms, type PlatformLeaf } from '../old-base/pair-platforms.ts';
import type { OldBasePlatform } from '../old-base/verify-base-layers.ts';
import type { PlannedPlatform } from '../platform/platform-question.ts';
import { isSameRepository } from './blob-moves.ts';

/** The first check of the images as a whole that fails, before any platform is planned. */
export function refuseUnfit(
  question: RebaseQuestion,
  original: readonly PlatformLeaf[],
  fresh: readonly PlatformLeaf[],
): RebaseRefusal | undefined {
  return (
    refuseSparse(question) ??
    refuseNothingRunnable(question, original, fresh) ??
    refuseDoubled(question, original, fresh) ??
    refuseForbidding(question, original) ??
    refuseOverwriting(question) ??
    refuseSelf(question, original, fresh)
  );
}

/**
 * Refuses an image if the registry lacks one of its platforms: that platform cannot be rebased, and one tag must not hold
 * platforms on two bases.
 */
function refuseSparse({ reference, original }: RebaseQuestion): RebaseRefusal | undefined {
  const missing = missingPlatforms(original);
  const [platform] = missing;
  if (platform === undefined) return undefined;
  const name = formatReference(reference);
  return {
    kind: 'platform-missing',
    detail: `The registry lists ${missing.join(', ')} in ${name} but does not have its manifest or config, so it cannot be rebased. Copy the whole image to this registry, or push an index of the platforms that are there.`,
    platform,
    facts: { missing },
    instead: ['rebuild'],
  };
}

function refuseNothingRunnable(
  { reference, newBase }: RebaseQuestion,
  original: readonly PlatformLeaf[],
  fresh: readonly PlatformLeaf[],
): RebaseRefusal | undefined {
  if (original.length > 0 && fresh.length > 0) return undefined;
  const which = formatReference(original.length === 0 ? reference : newBase.reference);
  return {
    kind: 'unsupported-media-type',
    detail: `${which} has no image that runs, so it has no layers to swap.`,
    facts: {},
    instead: original.length === 0 ? ['none-needed'] : ['choose-another-base'],
  };
}

function refuseDoubled(
  { reference }: RebaseQuestion,
  original: readonly PlatformLeaf[],
  fresh: readonly PlatformLeaf[],
): RebaseRefusal | undefined {
  const own = doubledPlatform(original);
  const doubled = own ?? doubledPlatform(fresh);
  if (doubled === undefined) return undefined;
  const whose = own === undefined ? 'The new base' : formatReference(reference);
  return {
    kind: 'ambiguous',
    detail: `${whose} lists two different images for ${doubled}, so they cannot be paired.`,
    platform: doubled,
    facts: {},
    instead: own === undefined ? ['choose-another-base'] : ['rebuild'],
  };
}

function refuseForbidding(
  { reference }: RebaseQuestion,
  original: readonly PlatformLeaf[],
): RebaseRefusal | undefined {
  const label = BUILDPACKS_LABEL.rebasable;
  const forbidding = original.find(({ image }) => labelsOf(image.config)[label] === 'false');
  if (forbidding === undefined) return undefined;
  return {
    kind: 'not-rebasable',
    detail: `The label ${label} of ${formatReference(reference)} forbids a rebase. Rebuild the image.`,
    platform: forbidding.platform,
    facts: { label },
    instead: ['rebuild'],
  };
}

/** Refuses the new base's own tag as the target: other images based on it would get the app. */
function refuseOverwriting({ newBase: { reference }, target }: RebaseQuestion): RebaseRefusal | undefined {
  if (reference.tag === undefined || reference.tag !== target.tag) return undefined;
  if (!isSameRepository(reference, target)) return undefined;
  return {
    kind: 'ambiguous',
    detail: `${formatReference(target)} is the tag of the new base. Choose another target tag, or another base.`,
    facts: { target: formatReference(target) },
    instead: ['choose-another-base'],
  };
}

/** Refuses the image itself as its base: it would have its layers twice. */
function refuseSelf(
  { reference, newBase }: RebaseQuestion,
  original: readonly PlatformLeaf[],
  fresh: readonly PlatformLeaf[],
): RebaseRefusal | undefined {
  const digests = new Set(fresh.map(({ image }) => image.document.digest));
  const own = original.find(({ image }) => digests.has(image.document.digest));
  if (own === undefined) return undefined;
  return {
    kind: 'already-current',
    detail: `${formatReference(newBase.reference)} and ${formatReference(reference)} are the same image. Choose another base.`,
    platform: own.platform,
    facts: { digest: own.image.document.digest },
    instead: ['choose-another-base', 'none-needed'],
  };
}

/** Refuses an old base that lacks the platform, or that is the image itself. */
export function refuseOldBase(
  { reference, oldBase, baseLayersOverride }: RebaseQuestion,
  { platform, image }: PlatformLeaf,
  found: OldBasePlatform | null,
): RebaseRefusal | undefined {
  const name = formatReference(reference);
  if (found?.digest === image.document.digest) {
    return {
      kind: 'not-based-on',
      detail: `${name} is the same image as its base and has no layers of its own. Copy the new base instead.`,
      platform,
      facts: { digest: found.digest },
      instead: ['none-needed'],
    };
  }
  if (oldBase.state !== 'present' || found !== null || baseLayersOverride !== undefined) return undefined;
  const missing = missingPlatforms(oldBase.source);
  const why = missing.includes(platform)
    ? `lists ${platform}, and its registry does not have that manifest`
    : `has no image for ${platform}`;
  return {
    kind: 'platform-missing',
    detail: `The base that ${name} names ${why}, so this platform’s base cannot be verified. Rebuild the image.`,
    platform,
    facts: { base: oldBase.source.document.digest, ...(missing.length > 0 ? { missing } : {}) },
    instead: ['rebuild'],
  };
}

/** The refusal of a new base that has no image for the platform. */
export function platformMissing(
  { newBase }: RebaseQuestion,
  platform: string,
  fresh: readonly PlatformLeaf[],
): RebaseRefusal {
  const has = fresh.map((leaf) => leaf.platform);
  const name = formatReference(newBase.reference);
  const missing = missingPlatforms(newBase.source);
  return {
    kind: 'platform-missing',
    detail: missing.includes(platform)
      ? `The registry lists ${platform} in ${name} but does not have its manifest or config; it has ${has.join(', ')}. Copy the whole base to this registry, or choose another base.`
      : `${name} has no image for ${platform}; it has ${has.join(', ')}.`,
    platform,
    facts: { platforms: has, ...(missing.length > 0 ? { missing } : {}) },
    instead: ['choose-another-base', 'rebuild'],
  };
}

/** Refuses an image that lists one manifest for several platforms, if the new base has one for each. */
export function refuseTorn(
  { reference }: RebaseQuestion,
  planned: readonly PlannedPlatform[],
): RebaseRefusal | undefined {
  const torn = planned.find(({ plan }) =>
    planned.some(
      (other) => other.plan.fromDigest === plan.fromDigest && other.plan.toDigest !== plan.toDigest,
    ),
  );
  if (torn === undefined) return undefined;
  const { fromDigest, platform } = torn.plan;
  const platforms = planned
    .filter(({ plan }) => plan.fromDigest === fromDigest)
    .map(({ plan }) => plan.platform);
  return {
    kind: 'ambiguous',
    detail: `${formatReference(reference)} lists one image for ${platforms.join(' and ')}, and the new base has a separate image for each. Rebuild it, or choose another base.`,
    platform,
    facts: { digest: fromDigest, platforms },
    instead: ['rebuild', 'choose-another-base'],
  };
}

/** The refusal of an image that has the new base's layers and settings already; `name` is the new base's. */
export function alreadyCurrent({ reference, newBase }: RebaseQuestion, name: string): RebaseRefusal {
  return {
    kind: 'already-current',
    detail: `${formatReference(reference)} is based on the current ${name}: it has its layers and settings already.`,
    facts: { base: newBase.source.document.digest },
    instead: ['none-needed'],
  };
}
