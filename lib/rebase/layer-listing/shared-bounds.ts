import type { ListingBounds } from './layer-listing.ts';

/** The bounds that several listings share: what one uses up the next ones lack. */
export type SharedBound = 'compressedBytes' | 'bytes' | 'entries' | 'namesBytes';

export type SharedLimits = Readonly<Record<SharedBound, number>>;

/** Bounds over several listings together. A layer is cut where its own bounds or what is left of these end. */
export class SharedBounds {
  readonly limits: SharedLimits;
  readonly #left: Record<SharedBound, number>;
  readonly #around: SharedBounds | undefined;

  /** `around` are bounds over more than these listings; what is taken here is taken there too. */
  constructor(limits: SharedLimits, around?: SharedBounds) {
    this.limits = limits;
    this.#around = around;
    this.#left = { ...limits };
  }

  /** A layer's own bounds, lowered to what is left. */
  within(own: ListingBounds): ListingBounds {
    const { compressedBytes, bytes, entries, namesBytes } = this.#left;
    const least = {
      ...own,
      compressedBytes: Math.min(own.compressedBytes, compressedBytes),
      bytes: Math.min(own.bytes, bytes),
      entries: Math.min(own.entries, entries),
      namesBytes: Math.min(own.namesBytes, namesBytes),
    };
    return this.#around?.within(least) ?? least;
  }

  take(bound: SharedBound, amount: number): void {
    this.#left[bound] = Math.max(0, this.#left[bound] - amount);
    this.#around?.take(bound, amount);
  }
}
