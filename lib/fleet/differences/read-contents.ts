import { LRUCache } from 'lru-cache';
import { mayBeDatabase } from '#lib/difference/packages/find-databases.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { isForeignLayer } from '#lib/oci/media-type.ts';
import { formatRepository, type Repository } from '#lib/oci/reference.ts';
import { type LayerListing, unreadLayer, whyIncomplete } from '#lib/rebase/layer-listing/layer-listing.ts';
import { type BlobSource, listLayer } from '#lib/rebase/layer-listing/list-layer.ts';
import { SharedBounds } from '#lib/rebase/layer-listing/shared-bounds.ts';
import type { ListedLayer } from '#lib/rebase/rebase.ts';

const MIB = 1024 * 1024;

/** Of one layer at most this much is read. A package database is kept whole, or not at all. */
const LAYER_BOUNDS = {
  compressedBytes: 512 * MIB,
  contentBytes: 48 * MIB,
  contentsBytes: 128 * MIB,
};
/** For all layers of one comparison together. */
const LIMITS = {
  compressedBytes: 1024 * MIB,
  bytes: 6 * 1024 * MIB,
  entries: 600_000,
  namesBytes: 48 * MIB,
};
/** Of all package databases together: layers that install something have the whole database again. */
const MAX_CONTENTS = 128 * MIB;

/**
 * Layers that were read whole, by digest: two images share many, and a comparison that ran out of time continues where
 * it stopped. Sizes are in entries; a kept file counts by its bytes.
 */
const known = new LRUCache<Digest, LayerListing>({
  maxSize: 250_000,
  sizeCalculation: ({ entries, contents }) =>
    (1 + entries.length + [...contents.values()].reduce((sum, { byteLength }) => sum + byteLength / 256, 0)) |
    0,
});

/** An image's layers, bottom first, and the repositories that may have them. */
export interface ImageLayers {
  readonly layers: readonly ListedLayer[];
  readonly repositories: readonly Repository[];
}

/** The layers of one image as they were read, and why some of them were not; each reason is a sentence. */
export interface ReadLayers {
  readonly listings: readonly LayerListing[];
  readonly reasons: readonly string[];
}

/** Reads the layers of images within the bounds of one comparison, each digest once. */
export class ContentsReading {
  readonly #source: BlobSource;
  readonly #signal: AbortSignal | undefined;
  readonly #shared = new SharedBounds(LIMITS);
  readonly #read = new Map<Digest, LayerListing>();
  #contents = 0;

  constructor(source: BlobSource, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#signal = signal;
  }

  /** Reads from the top down: if the bounds end, the topmost files are known. */
  async read({ layers, repositories }: ImageLayers): Promise<ReadLayers> {
    for (const layer of layers.toReversed()) {
      if (this.#read.has(layer.digest)) continue;
      const listing = known.get(layer.digest) ?? (await this.#list(layer, repositories));
      if (listing.outcome.state === 'complete') known.set(layer.digest, listing);
      this.#read.set(layer.digest, listing);
    }
    const listings = layers.flatMap(({ digest }) => this.#read.get(digest) ?? []);
    const reasons = layers.flatMap(({ digest }, at) => {
      const why = whyIncomplete(listings[at]?.outcome ?? { state: 'stopped' });
      return why === null
        ? []
        : [`Layer ${at + 1} of ${layers.length} (\`${digest}\`) was not read: ${why}.`];
    });
    return { listings, reasons: [...new Set(reasons)] };
  }

  async #list(
    { digest, mediaType }: ListedLayer,
    repositories: readonly Repository[],
  ): Promise<LayerListing> {
    if (isForeignLayer(mediaType)) return unreadLayer('it is kept outside the registry and never fetched');
    let listing = unreadLayer('no repository is known that has it');
    for (const repository of uniqueRepositories(repositories)) {
      const address = { registry: repository.registry, repository: repository.repository, digest };
      listing = await listLayer(this.#source, address, {
        bounds: LAYER_BOUNDS,
        shared: this.#shared,
        wants: (path, size) => mayBeDatabase(path) && this.#take(size),
        hashes: true,
        ...(this.#signal === undefined ? {} : { signal: this.#signal }),
      });
      if (listing.outcome.state !== 'unread' || listing.entries.length > 0) break;
    }
    return listing;
  }

  /** Whether a file is kept: all of its bytes, within the bounds. */
  #take(size: number): boolean {
    if (size > LAYER_BOUNDS.contentBytes || this.#contents + size > MAX_CONTENTS) return false;
    this.#contents += size;
    return true;
  }
}

function uniqueRepositories(repositories: readonly Repository[]): Repository[] {
  return [...new Map(repositories.map((each) => [formatRepository(each), each])).values()];
}
