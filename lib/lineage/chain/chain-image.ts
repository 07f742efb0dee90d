import type { Digest } from '#lib/oci/digest.ts';
import { createdOf } from '#lib/oci/image-config.ts';
import { type ImageIndex, isIndex, isManifest, type ManifestDocument } from '#lib/oci/manifest.ts';
import { UNKNOWN_PLATFORM } from '#lib/oci/platform.ts';
import type { Reference } from '#lib/oci/reference.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import { listPlatforms, loadChild, loadImage, type PlatformImage } from '../images/platform-image.ts';
import type { LineageLink } from '../verdict/lineage.ts';
import type { Cause } from '../verdict/reason.ts';

/** A platform whose manifest or config could not be read, and why. */
interface PlatformFailure {
  readonly platform: string;
  readonly reason: Cause;
}

/** One loaded image of a chain: its link is judged from it. */
export interface ChainImage {
  readonly reference: Reference;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly created: string | null;
  readonly listed: LineageLink['platforms'];
  readonly images: readonly PlatformImage[];
  /** Platforms whose manifest or config could not be read. */
  readonly failures: readonly PlatformFailure[];
}

/**
 * Loads an image with all its platforms, or only the `wanted` ones. `failures` has the platforms that could not be read
 * and the wanted ones that the image lacks.
 */
export function loadChainImage(
  lookup: FactLookup,
  reference: Reference,
  document: ManifestDocument,
  wanted?: readonly string[],
): ChainImage {
  const chainImage = loadPlatforms(lookup, reference, document, wanted);
  // A document that is not known yet may be the platform: it is missing only if everything is known.
  if (wanted === undefined || lookup.pending > 0) return chainImage;
  const known = new Set([...chainImage.images, ...chainImage.failures].map(({ platform }) => platform));
  const missing = wanted.filter((platform) => !known.has(platform) && !known.has(UNKNOWN_PLATFORM));
  const failures = missing.map((platform) => ({
    platform,
    reason: { kind: 'platform-missing', platform } as const,
  }));
  return { ...chainImage, failures: [...chainImage.failures, ...failures] };
}

function loadPlatforms(
  lookup: FactLookup,
  reference: Reference,
  document: ManifestDocument,
  wanted: readonly string[] | undefined,
): ChainImage {
  const common = { reference, digest: document.digest, mediaType: document.mediaType };
  if (isIndex(document)) return { ...common, ...loadIndex(lookup, reference, document, wanted) };
  const loaded = isManifest(document)
    ? loadImage(lookup, reference, document)
    : ({ state: 'not-an-image' } as const);
  if (loaded.state === 'present') {
    const { image } = loaded;
    if (wanted?.includes(image.platform) === false) {
      return { ...common, created: null, listed: [], images: [], failures: [] };
    }
    const listed = [{ platform: image.platform, digest: image.digest }];
    return { ...common, created: createdOf(image.config), listed, images: [image], failures: [] };
  }
  const reason: Cause =
    loaded.state === 'unknown'
      ? loaded.reason
      : { kind: loaded.state === 'not-an-image' ? 'not-an-image' : 'content-missing' };
  return {
    ...common,
    created: null,
    listed: [],
    images: [],
    failures: [{ platform: UNKNOWN_PLATFORM, reason }],
  };
}

function loadIndex(
  lookup: FactLookup,
  reference: Reference,
  index: ManifestDocument<ImageIndex>,
  wanted: readonly string[] | undefined,
): Pick<ChainImage, 'created' | 'listed' | 'images' | 'failures'> {
  const images: PlatformImage[] = [];
  const failures: PlatformFailure[] = [];
  for (const entry of listPlatforms(lookup, reference, index)) {
    if (entry.platform !== undefined && wanted?.includes(entry.platform) === false) continue;
    const loaded = loadChild(lookup, reference, entry);
    if (loaded.state === 'present') {
      // The platform is known from the config alone: the first of two is what runs.
      const again = images.some(({ platform }) => platform === loaded.image.platform);
      const unwanted = wanted?.includes(loaded.image.platform) === false;
      if (!again && !unwanted) images.push(loaded.image);
    } else if (loaded.state === 'gone' || loaded.state === 'unknown') {
      const reason: Cause = loaded.state === 'gone' ? { kind: 'content-missing' } : loaded.reason;
      failures.push({ platform: entry.platform ?? UNKNOWN_PLATFORM, reason });
    }
  }
  const empty = images.length === 0 && failures.length === 0;
  if (empty && wanted === undefined && lookup.pending === 0) {
    failures.push({ platform: UNKNOWN_PLATFORM, reason: { kind: 'index-empty' } });
  }
  return {
    created: images[0] ? createdOf(images[0].config) : null,
    listed: images.map(({ platform, digest }) => ({ platform, digest })),
    images,
    failures,
  };
}
