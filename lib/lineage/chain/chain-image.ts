import type { Digest } from '#lib/oci/digest.ts';
import { createdOf } from '#lib/oci/image-config.ts';
import { type ImageIndex, isIndex, isManifest, type ManifestDocument } from '#lib/oci/manifest.ts';
import { UNKNOWN_PLATFORM } from '#lib/oci/platform.ts';
import type { Reference } from '#lib/oci/reference.ts';
import type { Inquiry } from '../facts/fact-lookup.ts';
import { listPlatforms, loadChild, loadImage, type PlatformImage } from '../images/platform-image.ts';
import type { LineageLink } from '../verdict/lineage.ts';
import type { Cause } from '../verdict/reason.ts';

/** A platform whose documents could not be read, and why. */
interface PlatformFailure {
  readonly platform: string;
  readonly reason: Cause;
}

/** One image of a chain, loaded: what its link is judged from. */
export interface Subject {
  readonly reference: Reference;
  readonly digest: Digest;
  readonly mediaType: string;
  readonly created: string | null;
  readonly listed: LineageLink['platforms'];
  readonly images: readonly PlatformImage[];
  /** Platforms whose documents could not be read. */
  readonly failures: readonly PlatformFailure[];
}

/**
 * Loads an image with all its platforms, or with `wanted` ones alone, each of which it is then expected to have; what
 * cannot be had is told in `failures`.
 */
export function loadSubject(
  inquiry: Inquiry,
  reference: Reference,
  document: ManifestDocument,
  wanted?: readonly string[],
): Subject {
  const subject = loadPlatforms(inquiry, reference, document, wanted);
  // What is not known yet may still turn out to be the platform: its absence is told when everything is there.
  if (wanted === undefined || inquiry.pending > 0) return subject;
  const known = new Set([...subject.images, ...subject.failures].map(({ platform }) => platform));
  const missing = wanted.filter((platform) => !known.has(platform) && !known.has(UNKNOWN_PLATFORM));
  const failures = missing.map((platform) => ({
    platform,
    reason: { kind: 'platform-missing', platform } as const,
  }));
  return { ...subject, failures: [...subject.failures, ...failures] };
}

function loadPlatforms(
  inquiry: Inquiry,
  reference: Reference,
  document: ManifestDocument,
  wanted: readonly string[] | undefined,
): Subject {
  const common = { reference, digest: document.digest, mediaType: document.mediaType };
  if (isIndex(document)) return { ...common, ...loadIndex(inquiry, reference, document, wanted) };
  const loaded = isManifest(document)
    ? loadImage(inquiry, reference, document)
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
  inquiry: Inquiry,
  reference: Reference,
  index: ManifestDocument<ImageIndex>,
  wanted: readonly string[] | undefined,
): Pick<Subject, 'created' | 'listed' | 'images' | 'failures'> {
  const images: PlatformImage[] = [];
  const failures: PlatformFailure[] = [];
  for (const entry of listPlatforms(inquiry, reference, index)) {
    if (entry.platform !== undefined && wanted?.includes(entry.platform) === false) continue;
    const loaded = loadChild(inquiry, reference, entry);
    if (loaded.state === 'present') {
      // Only the config told this one's platform: the first of two is what runs.
      const again = images.some(({ platform }) => platform === loaded.image.platform);
      const unwanted = wanted?.includes(loaded.image.platform) === false;
      if (!again && !unwanted) images.push(loaded.image);
    } else if (loaded.state === 'gone' || loaded.state === 'unknown') {
      const reason: Cause = loaded.state === 'gone' ? { kind: 'content-missing' } : loaded.reason;
      failures.push({ platform: entry.platform ?? UNKNOWN_PLATFORM, reason });
    }
  }
  const empty = images.length === 0 && failures.length === 0;
  if (empty && wanted === undefined && inquiry.pending === 0) {
    failures.push({ platform: UNKNOWN_PLATFORM, reason: { kind: 'index-empty' } });
  }
  return {
    created: images[0] ? createdOf(images[0].config) : null,
    listed: images.map(({ platform, digest }) => ({ platform, digest })),
    images,
    failures,
  };
}
