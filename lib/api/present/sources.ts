import type { ImagePlace } from '#lib/fleet/sources/image-places.ts';
import { REQUESTS_PER_HOUR } from '#lib/fleet/sources/listing-budget.ts';
import type { SourceOverview } from '#lib/fleet/sources/read-sources.ts';
import type { SourcePreview } from '#lib/sources/preview.ts';
import { DROP_REASON } from '#lib/sources/selection/drop-reason.ts';
import type { StoredListing } from '#lib/store/sources/listings.ts';
import type { ImagePlacesView, SourcePreviewView, SourceView } from '../contract/sources.ts';
import { mutable } from './mutable.ts';

/** A source in the contract's format, without its credentials. */
export function presentSource(overview: SourceOverview): SourceView {
  const { source, settings, last, lastComplete, tracked, missing, hasCredentials } = overview;
  const { id, name, kind, fromFile, state, nextAt, requests, createdAt, createdBy } = source;
  return {
    ...{ id, name, kind, from: fromFile ? 'file' : 'person' },
    config: recordOr(settings.config, {}),
    select: recordOr(settings.select, null),
    every: typeof settings.every === 'string' ? settings.every : null,
    ...{ hasCredentials, state, tracked, missing },
    lastListing: last && presentListing(last),
    lastCompleteAt: lastComplete?.toISOString() ?? null,
    nextAt: nextAt?.toISOString() ?? null,
    requests: { used: requests, perHour: REQUESTS_PER_HOUR },
    createdAt: createdAt.toISOString(),
    createdBy,
  };
}

function recordOr<T>(value: unknown, otherwise: T): Record<string, unknown> | T {
  return typeof value === 'object' && value !== null ? { ...value } : otherwise;
}

function presentListing(listing: StoredListing): NonNullable<SourceView['lastListing']> {
  const { complete, seen, found, added, released, requests, error, missingRight, unreadable } = listing;
  const { known, missing, sequence } = listing;
  return {
    startedAt: listing.startedAt.toISOString(),
    endedAt: listing.endedAt?.toISOString() ?? null,
    ...{ complete, seen, found, added, released, requests },
    repositories: { read: listing.repositories, total: listing.repositoriesTotal },
    ...{ error, missingRight, unreadable, sequence },
    shrank: known === null || missing === null ? null : { known, missing },
  };
}

/** A preview in the contract's format. */
export function presentSourcePreview(preview: SourcePreview): SourcePreviewView {
  const { found, selected, requests, cost, repositories, examples, dropped, complete, problems } = preview;
  return mutable({
    ...{ found, selected, requests, estimated: cost.estimated, repositories, examples, complete },
    dropped: dropped.map((each) => ({ ...each, text: DROP_REASON[each.reason] })),
    problems: problems.map(({ message, right }) => ({ message, right: right ?? null })),
  });
}

/** The places of an image in the contract's format. */
export function presentPlaces(places: readonly ImagePlace[]): ImagePlacesView {
  const items = places.map(({ firstSeen, lastSeen, goneSince, ...place }) => ({
    ...place,
    firstSeen: firstSeen.toISOString(),
    lastSeen: lastSeen.toISOString(),
    goneSince: goneSince?.toISOString() ?? null,
  }));
  return mutable({ items, nextCursor: null });
}
