import type { Checkpoint } from '#lib/sources/listing/read-listing.ts';
import type { MentionListing } from '#lib/sources/mention-listing.ts';
import type { Claim } from '#lib/store/sources/claims.ts';
import type { StoredListing } from '#lib/store/sources/listings.ts';

/** A source that is being listed. */
export interface ListingRun {
  readonly claim: Claim;
  readonly listing: StoredListing;
  /** Requests that are left of this hour's budget. */
  readonly budget: number;
  /** Aborted when another run took over. */
  readonly signal: AbortSignal;
}

/** What a reading of a source found. */
export interface SourceReading extends MentionListing {
  /** Requests of this run that were counted for the hour's budget already; none by default. */
  readonly counted?: number;
  /** Everything found, selected or not. */
  readonly found: number;
  /** Where it continues; `undefined` at its end. Only readings that store their pages have one. */
  readonly checkpoint?: Checkpoint | undefined;
}
