import type { Digest } from '#lib/oci/digest.ts';
import type { Repository } from '#lib/oci/reference.ts';
import { ArchiveError } from './archive/archive-error.ts';
import { ByteReader } from './archive/byte-reader.ts';
import { decompress } from './archive/decompress.ts';
import { readTar } from './archive/tar.ts';
import { BoundReached, bounded } from './bounded.ts';
import { ListingCollector, type PartialListing } from './collect.ts';
import {
  type LayerListing,
  LISTING_BOUNDS,
  type ListingBounds,
  type ListingOutcome,
} from './layer-listing.ts';
import type { SharedBound, SharedBounds } from './shared-bounds.ts';

/** Where layer blobs come from, such as a registry. Rejects with errors whose message may be shown. */
export interface BlobSource {
  openBlob(
    address: Repository & { readonly digest: Digest },
    options?: { readonly signal?: AbortSignal },
  ): Promise<AsyncIterable<Uint8Array>>;
}

export interface ListingOptions {
  readonly bounds?: Partial<ListingBounds>;
  /** Bounds over this listing and others. */
  readonly shared?: SharedBounds;
  /** Paths whose content is kept, where they are plain files. */
  readonly wants?: (path: string, size: number) => boolean;
  /** Hash the content of every file. */
  readonly hashes?: boolean;
  /** Called after each of the first wanted paths: true ends the reading there. */
  readonly isEnough?: (listing: PartialListing) => boolean;
  readonly signal?: AbortSignal;
}

/** How often `isEnough` is called: it may go through everything read so far. */
const MAX_CHECKS = 32;

/**
 * Lists a layer from a stream; keeps only paths and the wanted contents. Errors of the layer or its source are in the
 * outcome: it rejects only when `signal` aborts, with its reason. A blob that is read to its end was checked against its
 * digest by the source.
 */
export async function listLayer(
  source: BlobSource,
  address: Repository & { readonly digest: Digest },
  options: ListingOptions = {},
): Promise<LayerListing> {
  const stop = new AbortController();
  const { signal } = options;
  const open = async function* () {
    const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    yield* await source.openBlob(address, { signal: either });
  };
  try {
    return await listArchive(open(), options);
  } finally {
    // Frees the connection of a blob that was not read to its end.
    stop.abort();
  }
}

/** {@link listLayer} of bytes that come from anywhere. */
export async function listArchive(
  blob: AsyncIterable<Uint8Array>,
  options: ListingOptions = {},
): Promise<LayerListing> {
  const { shared } = options;
  const own = { ...LISTING_BOUNDS, ...options.bounds };
  const bounds = shared?.within(own) ?? own;
  const listing = new ListingCollector(bounds, options.wants ?? (() => false), options.hashes ?? false);
  const watched = watch(blob);
  const passed = (bound: SharedBound) => (amount: number) => shared?.take(bound, amount);
  const packed = bounded(
    watched.chunks,
    'compressedBytes',
    bounds.compressedBytes,
    passed('compressedBytes'),
  );
  const reader = new ByteReader(bounded(decompress(packed), 'bytes', bounds.bytes, passed('bytes')));
  const result = (outcome: ListingOutcome): LayerListing => ({
    entries: listing.entries,
    contents: listing.contents,
    outcome,
    readToEnd: watched.ended(),
  });
  let checks = 0;
  try {
    for await (const entry of readTar(reader)) {
      if (!(await listing.add(entry)) || checks >= MAX_CHECKS) continue;
      checks += 1;
      if (options.isEnough?.(listing)) return result({ state: 'stopped' });
    }
    // What follows the archive's end mark belongs to the digest, too.
    while ((await reader.some(Number.MAX_SAFE_INTEGER)).byteLength > 0);
    return result({ state: 'complete' });
  } catch (error) {
    options.signal?.throwIfAborted();
    const outcome = outcomeOf(error, watched.failure());
    return result(shared === undefined ? outcome : ofAllTogether(outcome, own, shared));
  } finally {
    shared?.take('entries', listing.seen);
    shared?.take('namesBytes', listing.namesBytes);
    reader.close();
  }
}

function outcomeOf(error: unknown, failure: { readonly cause: unknown } | undefined): ListingOutcome {
  if (failure) {
    const { cause } = failure;
    return { state: 'unread', problem: cause instanceof Error ? cause.message : String(cause) };
  }
  if (error instanceof BoundReached) return { state: 'cut', bound: error.bound, limit: error.limit };
  if (error instanceof ArchiveError) return { state: 'malformed', problem: error.message };
  throw error;
}

/** Names the shared bound of a layer that was cut before its own bound. */
function ofAllTogether(outcome: ListingOutcome, own: ListingBounds, shared: SharedBounds): ListingOutcome {
  if (outcome.state !== 'cut' || outcome.limit >= own[outcome.bound]) return outcome;
  const limits: Partial<ListingBounds> = shared.limits;
  return { ...outcome, limit: limits[outcome.bound] ?? outcome.limit, together: true };
}

/** Records whether a stream ended, and how it failed. */
function watch(blob: AsyncIterable<Uint8Array>) {
  let ended = false;
  let failure: { readonly cause: unknown } | undefined;
  const chunks = (async function* () {
    try {
      yield* blob;
      ended = true;
    } catch (cause) {
      failure = { cause };
      throw cause;
    }
  })();
  return { chunks, ended: () => ended, failure: () => failure };
}
