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

/** An index's entry that may run: its manifest says whether it is an image. */
export interface ListedEntry extends Listing {
  /** `undefined` where only the config tells it. */
  readonly platform: string | undefined;
  /** Set where the entry is an index that could not be unfolded: which platforms it has is not known. */
  readonly missing?: Missing;
}

/** A platform of an index by its first entry. */
export interface ListedPlatform extends ListedEntry {
  /** Further entries of the same platform: used if those before are artifacts. */
  readonly others: readonly ListedEntry[];
}

/** An artifact, such as a chart or a signature: there is nothing in it that runs. */
export type NotAnImage = { readonly state: 'not-an-image' };
type LoadedImage = { readonly state: 'present'; readonly image: PlatformImage } | NotAnImage | Missing;

/** Nested indexes deeper than this are not followed. */
const MAX_NESTING = 3;

/** Loads a platform manifest and its config. A registry that has the one must have the other: absence is no answer. */
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
  if (fact.state === 'gone') {
    const of = listing?.descriptor.platform
      ? formatPlatform(platformOf(listing.descriptor.platform))
      : 'image';
    return {
      state: 'unknown',
      reason: `the registry has the ${of} manifest but not the config that it names`,
    };
  }
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
 * What runs in an index, nested indexes unfolded. Runtimes take the first image of a platform: further entries are
 * kept beside it, for an artifact may stand before the image. Children that cannot be fetched are listed by their
 * descriptor all the same.
 */
export function listPlatforms(
  inquiry: Inquiry,
  repository: Repository,
  index: ManifestDocument<ImageIndex>,
): ListedPlatform[] {
  const groups = new Map<string, ListedEntry[]>();
  for (const entry of listEntries(inquiry, repository, index)) {
    const { digest } = entry.descriptor;
    const key = entry.platform ?? digest;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else if (group.every(({ descriptor }) => descriptor.digest !== digest)) group.push(entry);
  }
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, others }],
  );
}

/** Every entry of an index that may run, in order and nested indexes unfolded. */
export function listEntries(
  inquiry: Inquiry,
  repository: Repository,
  index: ManifestDocument<ImageIndex>,
  above?: Listing,
  depth = 0,
): ListedEntry[] {
  return runnableChildren(index.content).flatMap((descriptor) => {
    const listing = { index, descriptor, ...(above === undefined ? {} : { above }) };
    return unfold(inquiry, repository, listing, depth);
  });
}

function unfold(inquiry: Inquiry, repository: Repository, listing: Listing, depth: number): ListedEntry[] {
  const { descriptor } = listing;
  const platform = descriptor.platform ? formatPlatform(platformOf(descriptor.platform)) : undefined;
  if (!isIndexMediaType(descriptor.mediaType)) return [{ platform, ...listing }];
  const unlisted = (missing: Missing): ListedEntry[] => [{ platform, ...listing, missing }];
  if (depth >= MAX_NESTING) {
    return unlisted({ state: 'unknown', reason: `its indexes are nested deeper than ${MAX_NESTING} levels` });
  }
  const fact = inquiry.manifest(repository, descriptor.digest);
  if (fact.state === 'gone') return unlisted(notCopied(platform ?? 'an index'));
  if (fact.state !== 'present') return unlisted(fact);
  if (!isIndex(fact.document)) {
    return unlisted({ state: 'unknown', reason: 'an index lists a manifest as an index' });
  }
  return listEntries(inquiry, repository, fact.document, listing, depth + 1);
}

/** What an index lists and its registry does not have: a mirror that copied some platforms alone. Nothing is gone. */
function notCopied(what: string): Missing {
  return {
    state: 'unknown',
    reason: `the registry lists ${what} in this index but does not have its manifest`,
  };
}

/** Loads a platform of an index: the first of its entries that is no artifact. Never answers `gone`. */
export function loadChild(inquiry: Inquiry, repository: Repository, listed: ListedPlatform): LoadedImage {
  const { others, ...first } = listed;
  for (const entry of [first, ...others]) {
    const loaded = loadEntry(inquiry, repository, entry);
    if (loaded.state !== 'not-an-image') return loaded;
  }
  return { state: 'not-an-image' };
}

function loadEntry(inquiry: Inquiry, repository: Repository, entry: ListedEntry): LoadedImage {
  if (entry.missing !== undefined) return entry.missing;
  const { platform, ...listing } = entry;
  const fact = inquiry.manifest(repository, listing.descriptor.digest);
  if (fact.state === 'gone') return notCopied(platform ?? 'an image');
  if (fact.state !== 'present') return fact;
  if (!isManifest(fact.document)) {
    return { state: 'unknown', reason: 'an index lists as a manifest what is none' };
  }
  return loadImage(inquiry, repository, fact.document, listing);
}
