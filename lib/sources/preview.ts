import { formatReference } from '#lib/oci/reference.ts';
import type { SourceListing } from './list-source.ts';
import type { ListingProblem } from './listing/listing-problem.ts';
import { type SelectedTags, selectTags } from './selection/select-tags.ts';
import type { RegistrySource } from './source.ts';

/** What a source would track, and how many requests that takes. */
export interface SourcePreview {
  /** Tags in the repositories that the selection includes, each counted once. */
  readonly found: number;
  readonly selected: number;
  /** Requests of one whole listing, and of resolving the tags whose digest it does not have. */
  readonly requests: number;
  readonly cost: {
    readonly listing: number;
    readonly resolve: number;
    /** True if the listing did not reach its end. Then `listing` is estimated from the part that was read. */
    readonly estimated: boolean;
  };
  readonly repositories: { readonly read: number; readonly total: number | null; readonly unwanted: number };
  /** The first selected references, the newest first. */
  readonly examples: readonly string[];
  readonly dropped: SelectedTags['dropped'];
  /** Entries of the listing without a valid tag: untagged manifests, invalid names. */
  readonly skipped: number;
  /** Tags without a push time: `pushedWithin` does not apply to them. */
  readonly withoutTime: number;
  readonly complete: boolean;
  readonly problems: readonly ListingProblem[];
}

const MAX_EXAMPLES = 20;

/** Makes a preview from a listing of a source. `now` is in milliseconds since the epoch. */
export function previewSource(source: RegistrySource, listing: SourceListing, now: number): SourcePreview {
  const { selected, dropped, withoutTime } = selectTags(listing.tags, source.select, now);
  const { repositories, unwanted, skipped, complete, problems } = listing;
  const total = listing.total ?? (listing.checkpoint === undefined ? repositories : undefined);
  const estimated = listing.checkpoint !== undefined;
  const part = estimated && total !== undefined && repositories > 0 ? Math.max(1, total / repositories) : 1;
  const cost = {
    listing: Math.ceil(listing.requests * part),
    resolve: selected.filter(({ digest }) => digest === undefined).length,
    estimated,
  };
  return {
    found: selected.length + dropped.reduce((sum, { count }) => sum + count, 0),
    selected: selected.length,
    requests: cost.listing + cost.resolve,
    cost,
    repositories: { read: repositories, total: total ?? null, unwanted },
    examples: selected.slice(0, MAX_EXAMPLES).map(({ registry, repository, tag }) => {
      return formatReference({ registry, repository, tag });
    }),
    ...{ dropped, skipped, withoutTime, complete, problems },
  };
}
