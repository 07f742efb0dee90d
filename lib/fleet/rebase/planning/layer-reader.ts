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

const MIB = 1024 * 1024;

/** Of each layer at most so much is read, packed: a plan is waited for. What is beyond is told as unread. */
const APP_BOUNDS = { compressedBytes: 128 * MIB };
/** Bases are read from the top until they name their distribution: few entries in. */
const BASE_BOUNDS = { ...APP_BOUNDS, entries: 50_000 };
/** Of all layers of one plan together. */
const PLAN_LIMITS = { compressedBytes: 1024 * MIB, bytes: 6 * 1024 * MIB };
/** Time for reading and comparing the layers of one plan, in milliseconds. */
const READING_MS = 60_000;
/** Entries of the bases whose listings are remembered: many images stand on few. */
const MAX_REMEMBERED = 200_000;

const bases = new LRUCache<string, readonly LayerListing[]>({
  maxSize: MAX_REMEMBERED,
  sizeCalculation: (listings) =>
    Math.max(
      1,
      listings.reduce((total, { entries }) => total + entries.length, 0),
    ),
});

/** Why a layer was not read, or not compared; a sentence's second half. */
export const TIME_UP = `at most ${READING_MS / 1000} s are spent on the layers of one plan`;

/** Reads the layers of one plan, in the time and within the bounds that it has. */
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

  /** Bounds of some layers, beside those of the whole plan. */
  shared(limits: Pick<SharedLimits, 'entries' | 'namesBytes'>): SharedBounds {
    return new SharedBounds({ ...PLAN_LIMITS, ...limits }, this.#plan);
  }

  app(repository: Repository, layers: readonly LayerName[], shared: SharedBounds) {
    return listLayers(this.#timed, repository, layers, this.#with(APP_BOUNDS, shared));
  }

  /** A base's listing, remembered by its layers. */
  async base(repository: Repository, layers: readonly LayerName[], shared: SharedBounds) {
    const key = layers.map(({ digest }) => digest).join(' ');
    const known = bases.get(key);
    if (known !== undefined) return known;
    const listings = await listBase(this.#timed, repository, layers, this.#with(BASE_BOUNDS, shared));
    remember(key, listings);
    return listings;
  }

  /** Does the steps, and other things between them; `undefined` where the time was up before their end. */
  async compare<T>(steps: Steps<T>): Promise<T | undefined> {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await new Promise((resolve) => setImmediate(resolve));
      this.#caller?.throwIfAborted();
      if (this.#timeUp.aborted) return undefined;
    }
  }

  #with(bounds: Partial<ListingBounds>, shared: SharedBounds): LayersReading {
    return { bounds, shared, ...(this.#caller === undefined ? {} : { signal: this.#caller }) };
  }

  /** The source, which fails where the time is up: a layer that was not read in time is unread. */
  get #timed(): BlobSource {
    const late = () => new Error(TIME_UP);
    const timeUp = this.#timeUp;
    const caller = this.#caller;
    const source = this.#source;
    return {
      async openBlob(address, options) {
        caller?.throwIfAborted();
        if (timeUp.aborted) throw late();
        const signals = [timeUp, caller, options?.signal].flatMap((signal) => signal ?? []);
        const signal = AbortSignal.any(signals);
        const chunks = await source.openBlob(address, { signal }).catch((error: unknown) => {
          throw timeUp.aborted ? late() : error;
        });
        return (async function* () {
          try {
            yield* chunks;
          } catch (error) {
            throw timeUp.aborted ? late() : error;
          }
        })();
      },
    };
  }
}

/** Remembers the listing of a base. */
function remember(key: string, listings: readonly LayerListing[]): void {
  // What could not be had, or not in the bounds that were left, may be had the next time.
  if (listings.some(({ outcome }) => outcome.state === 'unread' || outcome.state === 'cut')) return;
  bases.set(key, listings);
}
