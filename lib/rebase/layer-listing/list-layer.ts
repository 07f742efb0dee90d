import type { Digest } from '#lib/oci/digest.ts';
import type { Repository } from '#lib/oci/reference.ts';
import { ArchiveError } from './archive/archive-error.ts';
import { BoundReached, bounded } from './bounded.ts';
import { ByteReader } from './archive/byte-reader.ts';
import { ListingCollector, type PartialListing } from './collect.ts';
import { decompress } from './archive/decompress.ts';
import {
  type LayerListing,
  LISTING_BOUNDS,
  type ListingBounds,
  type ListingOutcome,
} from './layer-listing.ts';
import type { SharedBound, SharedBounds } from './shared-bounds.ts';
import { readTar } from './archive/tar.ts';

/** Where layer blobs come from; a registry is one. It rejects with errors whose message may be shown. */
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
  readonly wants?: (path: string) => boolean;
  /** Asked after each of the first wanted paths: true ends the reading there. */
  readonly isEnough?: (listing: PartialListing) => boolean;
  readonly signal?: AbortSignal;
}

/** Times that a reading asks whether it is enough: the answer may take a look at everything read so far. */
const MAX_ASKED = 32;

/**
 * Lists a layer, streaming: nothing of it is kept but paths and the few contents wanted. Never rejects for what
 * the layer or its source do: the outcome tells. Rejects only where `signal` aborts, with its reason. A blob that
 * is read to its end was checked against its digest by the source.
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
  const listing = new ListingCollector(bounds, options.wants ?? (() => false));
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
  let asked = 0;
  try {
    for await (const entry of readTar(reader)) {
      if (!(await listing.add(entry)) || asked >= MAX_ASKED) continue;
      asked += 1;
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

/** A layer that was cut before its own bound is told by the bound of all layers. */
function ofAllTogether(outcome: ListingOutcome, own: ListingBounds, shared: SharedBounds): ListingOutcome {
  if (outcome.state !== 'cut' || outcome.limit >= own[outcome.bound]) return outcome;
  const limits: Partial<ListingBounds> = shared.limits;
  return { ...outcome, limit: limits[outcome.bound] ?? outcome.limit, together: true };
}

/** Remembers of a stream whether it ended, and how it failed. */
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
