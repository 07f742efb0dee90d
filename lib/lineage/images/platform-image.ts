import { type Descriptor, platformOf } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { configPlatform, diffIds, type ImageConfig } from '#lib/oci/image-config.ts';
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
import { formatAtDigest, type Repository } from '#lib/oci/reference.ts';
import type { ContentLookup, Missing } from '../facts/fact-lookup.ts';

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
  /** The index that lists this manifest, and its entry; absent for a manifest without an index. */
  readonly listing?: Listing;
}

/** An index and one of its entries; `above` if the index itself is an entry of another. */
export interface Listing {
  readonly index: ManifestDocument<ImageIndex>;
  readonly descriptor: Descriptor;
  readonly above?: Listing;
}

/** An index's entry that may be an image: its manifest shows whether it is. */
export interface ListedEntry extends Listing {
  /** `undefined` if only the config names it. */
  readonly platform: string | undefined;
  /** Set if the entry is an index that could not be read: its platforms are not known. */
  readonly missing?: Missing;
}

/** A platform of an index by its first entry. */
export interface ListedPlatform extends ListedEntry {
  /** Further entries of the same platform: used if those before are artifacts. */
  readonly others: readonly ListedEntry[];
}

/** An artifact, such as a chart or a signature: it cannot run. */
type NotAnImage = { readonly state: 'not-an-image' };
type LoadedImage = { readonly state: 'present'; readonly image: PlatformImage } | NotAnImage | Missing;

/** Indexes nested deeper than this below an image's own index are not followed, for a verdict or a rebase. */
export const MAX_NESTING = 3;

/** Manifests and indexes of one image. The largest public images list about forty. */
export const MAX_CHILDREN = 256;

/** Layers of one image. Container runtimes stop at 127. */
const MAX_LAYERS = 1000;

const TOO_MANY_LAYERS = { state: 'unknown', reason: { kind: 'too-many-layers', limit: MAX_LAYERS } } as const;

/** Loads a platform manifest and its config. A registry that has the manifest must have the config: if not, it is `unknown`. */
export function loadImage(
  lookup: ContentLookup,
  repository: Repository,
  document: ManifestDocument<ImageManifest>,
  listing?: Listing,
): LoadedImage {
  const manifest = document.content;
  const { mediaType, digest } = manifest.config;
  if (!isImageConfigMediaType(mediaType)) return { state: 'not-an-image' };
  if (manifest.layers.length > MAX_LAYERS) return TOO_MANY_LAYERS;
  const fact = lookup.config(repository, digest);
  if (fact.state === 'gone') {
    const platform = listing?.descriptor.platform
      ? formatPlatform(platformOf(listing.descriptor.platform))
      : null;
    return { state: 'unknown', reason: { kind: 'config-missing', platform } };
  }
  if (fact.state !== 'present') return named(fact);
  if (diffIds(fact.config).length > MAX_LAYERS) return TOO_MANY_LAYERS;
  const declared = listing?.descriptor.platform ? platformOf(listing.descriptor.platform) : undefined;
  const image: PlatformImage = {
    platform: formatPlatform(declared ?? configPlatform(fact.config)),
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
 * The platforms of an index, nested indexes included. Runtimes take the first image of a platform. Further entries are
 * kept, because an artifact may come before the image. Children that cannot be fetched are listed by their descriptor.
 */
export function listPlatforms(
  lookup: ContentLookup,
  repository: Repository,
  index: ManifestDocument<ImageIndex>,
): readonly ListedPlatform[] {
  return lookup.once(`platforms ${formatAtDigest(repository, index.digest)}`, () => {
    const groups = new Map<string, ListedEntry[]>();
    // Each digest is listed once for a platform.
    for (const entry of listEntries(lookup, repository, index)) {
      const key = entry.platform ?? entry.descriptor.digest;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [entry]);
      else group.push(entry);
    }
    return [...groups.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [{ ...first, others }],
    );
  });
}

/**
 * Every entry of an index that may be an image, in order and nested indexes included, each digest once for a platform.
 * An index of more than {@link MAX_CHILDREN} manifests in all is one entry that is missing for that reason.
 */
export function listEntries(
  lookup: ContentLookup,
  repository: Repository,
  index: ManifestDocument<ImageIndex>,
): readonly ListedEntry[] {
  return lookup.once(`entries ${formatAtDigest(repository, index.digest)}`, () => {
    const unfolding = new Unfolding(lookup, repository);
    const beyond = unfolding.add(index, undefined, 0);
    return beyond ?? unfolding.listed;
  });
}

/** Collects the entries of one index and of the indexes nested in it. */
class Unfolding {
  readonly listed: ListedEntry[] = [];
  readonly #lookup: ContentLookup;
  readonly #repository: Repository;
  /** Indexes that were read, and manifests for each platform. */
  readonly #seen = new Set<string>();

  constructor(lookup: ContentLookup, repository: Repository) {
    this.#lookup = lookup;
    this.#repository = repository;
  }

  /** Lists an index's entries; returns the one entry that replaces all of them if there are too many. */
  add(
    index: ManifestDocument<ImageIndex>,
    above: Listing | undefined,
    depth: number,
  ): ListedEntry[] | undefined {
    const fresh = new Map<string, ListedEntry>();
    for (const descriptor of runnableChildren(index.content)) {
      const platform = descriptor.platform ? formatPlatform(platformOf(descriptor.platform)) : undefined;
      const key = isIndexMediaType(descriptor.mediaType)
        ? descriptor.digest
        : `${platform ?? ''} ${descriptor.digest}`;
      if (this.#seen.has(key) || fresh.has(key)) continue;
      const entry = { platform, index, descriptor, ...(above === undefined ? {} : { above }) };
      if (this.#seen.size + fresh.size >= MAX_CHILDREN) {
        const reason = { kind: 'too-many-manifests', limit: MAX_CHILDREN } as const;
        return [{ ...entry, platform: undefined, missing: { state: 'unknown', reason } }];
      }
      fresh.set(key, entry);
    }
    // Counted before any of them is fetched.
    for (const [key, entry] of fresh) {
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      const beyond = this.#unfold(entry, depth);
      if (beyond !== undefined) return beyond;
    }
    return undefined;
  }

  #unfold(entry: ListedEntry, depth: number): ListedEntry[] | undefined {
    const { descriptor } = entry;
    if (!isIndexMediaType(descriptor.mediaType)) {
      this.listed.push(entry);
      return undefined;
    }
    const nested = this.#nested(descriptor.digest, depth);
    if (nested.state === 'present') {
      const { platform: _, ...listing } = entry;
      return this.add(nested.document, listing, depth + 1);
    }
    const missing = nested.state === 'gone' ? notCopied('index', entry.platform) : named(nested);
    this.listed.push({ ...entry, missing });
    return undefined;
  }

  #nested(digest: Digest, depth: number) {
    if (depth >= MAX_NESTING) {
      return { state: 'unknown', reason: { kind: 'indexes-too-deep', limit: MAX_NESTING } } as const;
    }
    const fact = this.#lookup.manifest(this.#repository, digest);
    if (fact.state !== 'present') return fact;
    const { document } = fact;
    if (isIndex(document)) return { state: 'present', document } as const;
    return { state: 'unknown', reason: { kind: 'nested-index-expected' } } as const;
  }
}

/** Content that an index lists and its registry lacks: a mirror may have copied only some platforms, so it is not gone. */
function notCopied(of: 'image' | 'index', platform: string | undefined): Missing {
  return { state: 'unknown', reason: { kind: 'listed-manifest-missing', of, platform: platform ?? null } };
}

/** Content that a document names and its registry does not show. The document itself exists, so `absent` does not apply. */
function named<M extends Missing>(missing: M): M {
  return missing.state === 'unknown' && missing.absent ? { ...missing, absent: false } : missing;
}

/** Loads a platform of an index: the first of its entries that is not an artifact. Never returns `gone`. */
export function loadChild(
  lookup: ContentLookup,
  repository: Repository,
  listed: ListedPlatform,
): LoadedImage {
  const { others, ...first } = listed;
  for (const entry of [first, ...others]) {
    const loaded = loadEntry(lookup, repository, entry);
    if (loaded.state !== 'not-an-image') return loaded;
  }
  return { state: 'not-an-image' };
}

/** Loads one entry of an index, whatever its platform. Never returns `gone`, because the index lists it. */
export function loadEntry(lookup: ContentLookup, repository: Repository, entry: ListedEntry): LoadedImage {
  if (entry.missing !== undefined) return entry.missing;
  const { platform, ...listing } = entry;
  const fact = lookup.manifest(repository, listing.descriptor.digest);
  if (fact.state === 'gone') return notCopied('image', platform);
  if (fact.state !== 'present') return named(fact);
  if (!isManifest(fact.document)) {
    return { state: 'unknown', reason: { kind: 'manifest-expected' } };
  }
  return loadImage(lookup, repository, fact.document, listing);
}
