import { LRUCache } from 'lru-cache';
import type { Repository } from '#lib/oci/reference.ts';
import {
  type LayerName,
  type LayersReading,
  listBase,
  listLayers,
} from '#lib/rebase/hazards/base-listing.ts';
import type { Steps } from '#lib/rebase/hazards/interruptible-work.ts';
import type { LayerListing, ListingBounds } from '#lib/rebase/layer-listing/layer-listing.ts';
import type { BlobSource } from '#lib/rebase/layer-listing/list-layer.ts';
import { SharedBounds, type SharedLimits } from '#lib/rebase/layer-listing/shared-bounds.ts';
import { runSteps } from '../../layers/run-steps.ts';
import { timedSource } from '../../layers/timed-source.ts';

const MIB = 1024 * 1024;

/** Of each layer at most this much is read, compressed: somebody waits for the plan. The rest is reported as unread. */
const APP_BOUNDS = { compressedBytes: 128 * MIB };
/** Bases are read from the top until they name their distribution, which is within a few entries. */
const BASE_BOUNDS = { ...APP_BOUNDS, entries: 50_000 };
/** For all layers of one plan together. */
const PLAN_LIMITS = { compressedBytes: 1024 * MIB, bytes: 6 * 1024 * MIB };
/** Time for reading and comparing the layers of one plan, in milliseconds. */
const READING_MS = 60_000;
/** Entries of the bases whose listings are cached: many images share few bases. */
const MAX_REMEMBERED = 200_000;

const bases = new LRUCache<string, readonly LayerListing[]>({
  maxSize: MAX_REMEMBERED,
  sizeCalculation: (listings) =>
    Math.max(
      1,
      listings.reduce((total, { entries }) => total + entries.length, 0),
    ),
});

/** Why a layer was not read or compared; completes a sentence. */
export const TIME_UP = `at most ${READING_MS / 1000} s are spent on the layers of one plan`;

/** Reads the layers of one plan within its time and bounds. */
export class PlanReading {
  readonly #source: BlobSource;
  readonly #caller: AbortSignal | undefined;
  readonly #timeUp = AbortSignal.timeout(READING_MS);
  readonly #plan = new SharedBounds({
    ...PLAN_LIMITS,
    entries: Number.POSITIVE_INFINITY,
    namesBytes: Number.POSITIVE_INFINITY,
  });

  constructor(source: BlobSource, caller: AbortSignal | undefined) {
    this.#source = source;
    this.#caller = caller;
  }

  /** Bounds for some layers, besides those of the whole plan. */
  shared(limits: Pick<SharedLimits, 'entries' | 'namesBytes'>): SharedBounds {
    return new SharedBounds({ ...PLAN_LIMITS, ...limits }, this.#plan);
  }

  app(repository: Repository, layers: readonly LayerName[], shared: SharedBounds) {
    return listLayers(this.#timed, repository, layers, this.#with(APP_BOUNDS, shared));
  }

  /** A base's listing, cached by its layers. */
  async base(repository: Repository, layers: readonly LayerName[], shared: SharedBounds) {
    const key = layers.map(({ digest }) => digest).join(' ');
    const known = bases.get(key);
    if (known !== undefined) return known;
    const listings = await listBase(this.#timed, repository, layers, this.#with(BASE_BOUNDS, shared));
    remember(key, listings);
    return listings;
  }

  /** Runs the steps and yields to other work between them; `undefined` if the time was up before their end. */
  compare<T>(steps: Steps<T>): Promise<T | undefined> {
    return runSteps(steps, this.#timeUp, this.#caller);
  }

  #with(bounds: Partial<ListingBounds>, shared: SharedBounds): LayersReading {
    return { bounds, shared, ...(this.#caller === undefined ? {} : { signal: this.#caller }) };
  }

  /** The source, which fails once the time is up: a layer that was not read in time is unread. */
  get #timed(): BlobSource {
    return timedSource(this.#source, this.#timeUp, this.#caller, () => new Error(TIME_UP));
  }
}

/** Caches the listing of a base. */
function remember(key: string, listings: readonly LayerListing[]): void {
  // What could not be read, or not within the remaining bounds, may be readable the next time.
  if (listings.some(({ outcome }) => outcome.state === 'unread' || outcome.state === 'cut')) return;
  bases.set(key, listings);
}
