import { configPlatform, diffIds, type ImageConfig } from '#lib/oci/config.ts';
import { type Descriptor, isArtifact, platformOf } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import {
  type ImageIndex,
  type ImageManifest,
  isIndex,
  isManifest,
  type ManifestDocument,
  runnableChildren,
} from '#lib/oci/manifest.ts';
import { isImageConfigMediaType, isIndexMediaType } from '#lib/oci/media-type.ts';
import { formatPlatform } from '#lib/oci/platform.ts';
import type { Repository } from '#lib/oci/reference.ts';
import type { Inquiry, Missing } from './inquiry.ts';

/** One platform's image with everything a verdict compares. */
export interface PlatformImage {
  readonly platform: string;
  readonly repository: Repository;
  readonly digest: Digest;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
  /** Uncompressed layer digests, bottom first. */
  readonly diffIds: readonly Digest[];
  /** Blob digests, bottom first. */
  readonly layers: readonly Digest[];
  /** The entry of the index that names this manifest, and that index, where it came through one. */
  readonly listing?: Listing;
}

/** An index and one of its entries; `above` where the index itself is an entry of another. */
export interface Listing {
  readonly index: ManifestDocument<ImageIndex>;
  readonly descriptor: Descriptor;
  readonly above?: Listing;
}

/** An index's entry that runs. */
export interface ListedPlatform extends Listing {
  /** `undefined` where only the config tells it. */
  readonly platform: string | undefined;
  /** Set where the entry is an index that could not be unfolded: which platforms it has is not known. */
  readonly missing?: Missing;
}

/** An artifact, such as a chart or a signature: there is nothing in it that runs. */
export type NotAnImage = { readonly state: 'not-an-image' };
type LoadedImage = { readonly state: 'present'; readonly image: PlatformImage } | NotAnImage | Missing;

/** Nested indexes deeper than this are not followed. */
const MAX_NESTING = 3;

/** Loads a platform manifest and its config. */
export function loadImage(
  inquiry: Inquiry,
  repository: Repository,
  document: ManifestDocument<ImageManifest>,
  listing?: Listing,
): LoadedImage {
  const manifest = document.content;
  const { mediaType, digest } = manifest.config;
  if (!isImageConfigMediaType(mediaType)) return { state: 'not-an-image' };
  const fact = inquiry.config(repository, digest);
  if (fact.state !== 'present') return fact;
  const told = listing?.descriptor.platform ? platformOf(listing.descriptor.platform) : undefined;
  const image: PlatformImage = {
    platform: formatPlatform(told ?? configPlatform(fact.config)),
    repository,
    digest: document.digest,
    manifest,
    config: fact.config,
    diffIds: diffIds(fact.config),
    layers: manifest.layers.map((layer) => layer.digest),
    ...(listing === undefined ? {} : { listing }),
  };
  return { state: 'present', image };
}

/**
 * What runs in an index, nested indexes unfolded; a second entry of one platform is left out, as runtimes take
 * the first. Children that cannot be had are listed by their descriptor all the same.
 */
export function listPlatforms(
  inquiry: Inquiry,
  repository: Repository,
  index: ManifestDocument<ImageIndex>,
  above?: Listing,
  depth = 0,
): ListedPlatform[] {
  const listed: ListedPlatform[] = [];
  const seen = new Set<string>();
  for (const descriptor of runnableChildren(index.content)) {
    const listing = { index, descriptor, ...(above === undefined ? {} : { above }) };
    for (const entry of unfold(inquiry, repository, listing, depth)) {
      if (entry.platform !== undefined && seen.has(entry.platform)) continue;
      if (entry.platform !== undefined) seen.add(entry.platform);
      listed.push(entry);
    }
  }
  return listed;
}

function unfold(inquiry: Inquiry, repository: Repository, listing: Listing, depth: number): ListedPlatform[] {
  const { descriptor } = listing;
  const platform = descriptor.platform ? formatPlatform(platformOf(descriptor.platform)) : undefined;
  if (!isIndexMediaType(descriptor.mediaType)) return [{ platform, ...listing }];
  const unlisted = (missing: Missing): ListedPlatform[] => [{ platform, ...listing, missing }];
  if (depth >= MAX_NESTING) {
    return unlisted({ state: 'unknown', reason: `its indexes are nested deeper than ${MAX_NESTING} levels` });
  }
  const fact = inquiry.manifest(repository, descriptor.digest);
  if (fact.state !== 'present') return unlisted(fact);
  if (!isIndex(fact.document)) {
    return unlisted({ state: 'unknown', reason: 'an index lists a manifest as an index' });
  }
  return listPlatforms(inquiry, repository, fact.document, listing, depth + 1);
}

/** Loads an index's entry. */
export function loadChild(inquiry: Inquiry, repository: Repository, entry: ListedPlatform): LoadedImage {
  if (entry.missing !== undefined) return entry.missing;
  const { platform: _, ...listing } = entry;
  if (isArtifact(listing.descriptor)) return { state: 'not-an-image' };
  const fact = inquiry.manifest(repository, listing.descriptor.digest);
  if (fact.state !== 'present') return fact;
  if (!isManifest(fact.document)) {
    return { state: 'unknown', reason: 'an index lists as a manifest what is none' };
  }
  return loadImage(inquiry, repository, fact.document, listing);
}
