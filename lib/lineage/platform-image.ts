import { configPlatform, diffIds, type ImageConfig } from '#lib/oci/config.ts';
import { type Descriptor, platformOf } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import {
  type ImageIndex,
  type ImageManifest,
  isIndex,
  isManifest,
  type ManifestDocument,
  runnableChildren,
} from '#lib/oci/manifest.ts';
import { isIndexMediaType } from '#lib/oci/media-type.ts';
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

/** An index and one of its entries. */
export interface Listing {
  readonly index: ManifestDocument<ImageIndex>;
  readonly descriptor: Descriptor;
}

/** An index's entry that runs; `platform` is `undefined` where only the config tells it. */
export interface ListedPlatform extends Listing {
  readonly platform: string | undefined;
}

/** Nested indexes deeper than this are not followed. */
const MAX_NESTING = 3;

/** Loads a platform manifest and its config. */
export function loadImage(
  inquiry: Inquiry,
  repository: Repository,
  document: ManifestDocument<ImageManifest>,
  listing?: Listing,
): { state: 'present'; image: PlatformImage } | Missing {
  const manifest = document.content;
  const fact = inquiry.config(repository, manifest.config.digest);
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
  depth = 0,
): ListedPlatform[] {
  const listed: ListedPlatform[] = [];
  const seen = new Set<string>();
  for (const descriptor of runnableChildren(index.content)) {
    for (const entry of unfold(inquiry, repository, { index, descriptor }, depth)) {
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
  if (depth >= MAX_NESTING) return [];
  const fact = inquiry.manifest(repository, descriptor.digest);
  if (fact.state !== 'present' || !isIndex(fact.document)) return [];
  return listPlatforms(inquiry, repository, fact.document, depth + 1);
}

/** A document's image for one platform: the manifest itself, or the index's entry for it. */
export function imageForPlatform(
  inquiry: Inquiry,
  repository: Repository,
  digest: Digest,
  platform: string,
): { state: 'present'; image: PlatformImage } | { state: 'no-platform' } | Missing {
  const fact = inquiry.manifest(repository, digest);
  if (fact.state !== 'present') return fact;
  if (isManifest(fact.document)) {
    const loaded = loadImage(inquiry, repository, fact.document);
    if (loaded.state !== 'present') return loaded;
    return loaded.image.platform === platform ? loaded : { state: 'no-platform' };
  }
  if (!isIndex(fact.document)) return { state: 'no-platform' };
  const listed = listPlatforms(inquiry, repository, fact.document);
  const chosen = listed.find((entry) => entry.platform === platform);
  if (chosen) return loadChild(inquiry, repository, chosen);
  for (const entry of listed.filter((each) => each.platform === undefined)) {
    const loaded = loadChild(inquiry, repository, entry);
    if (loaded.state !== 'present' || loaded.image.platform === platform) return loaded;
  }
  return { state: 'no-platform' };
}

/** Loads an index's entry. */
export function loadChild(
  inquiry: Inquiry,
  repository: Repository,
  { index, descriptor }: Listing,
): { state: 'present'; image: PlatformImage } | Missing {
  const fact = inquiry.manifest(repository, descriptor.digest);
  if (fact.state !== 'present') return fact;
  if (!isManifest(fact.document)) {
    return { state: 'unknown', reason: 'an index lists it as a manifest, which it is not' };
  }
  return loadImage(inquiry, repository, fact.document, { index, descriptor });
}
