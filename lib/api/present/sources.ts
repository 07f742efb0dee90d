import type { ImagePlace } from '#lib/fleet/sources/image-places.ts';
import { REQUESTS_PER_HOUR } from '#lib/fleet/sources/listing-budget.ts';
import type { SourceOverview } from '#lib/fleet/sources/read-sources.ts';
import { isSampleSource } from '#lib/fleet/sources/source-settings.ts';
import { dockerfileSentence } from '#lib/lineage/words/dockerfile-base-words.ts';
import type { RunningVerdict } from '#lib/sources/clusters/running/compare-running.ts';
import type { SourcePreview } from '#lib/sources/preview.ts';
import { DROP_REASON } from '#lib/sources/selection/drop-reason.ts';
import type { StoredListing } from '#lib/store/sources/listings.ts';
import type { ImagePlacesView, SourcePreviewView, SourceView } from '../contract/sources.ts';
import { mutable } from './mutable.ts';

/** A source in the contract's format, without its credentials. */
export function presentSource(overview: SourceOverview): SourceView {
  const { source, settings, last, lastComplete, tracked, missing, hasCredentials } = overview;
  const { expectedEvery, silentSince } = overview;
  const { id, name, kind, fromFile, state, nextAt, requests, createdAt, createdBy } = source;
  return {
    ...{ id, name, kind, from: fromFile ? 'file' : isSampleSource(source) ? 'sample' : 'person' },
    config: recordOr(settings.config, {}),
    select: recordOr(settings.select, null),
    every: typeof settings.every === 'string' ? settings.every : null,
    ...{ hasCredentials, tracked, missing, expectedEvery },
    state: silentSince !== null && state === 'ok' ? 'failing' : state,
    silentSince: silentSince?.toISOString() ?? null,
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
  const items = places.map(
    ({ firstSeen, lastSeen, goneSince, silentSince, running, dockerfile, ...place }) => ({
      ...place,
      running: running && { state: running.state, reason: runningWords(running) },
      dockerfile: dockerfile && {
        ...{ result: dockerfile.kind, declared: dockerfile.declared },
        text: dockerfileSentence(dockerfile),
      },
      firstSeen: firstSeen.toISOString(),
      lastSeen: lastSeen.toISOString(),
      silentSince: silentSince?.toISOString() ?? null,
      goneSince: goneSince?.toISOString() ?? null,
    }),
  );
  return mutable({ items, nextCursor: null });
}

/** Why a verdict about a running image is what it is, as a sentence. */
function runningWords(verdict: RunningVerdict): string {
  switch (verdict.state) {
    case 'same':
      return 'It runs what its name has now.';
    case 'outdated':
      return 'Its name has another build now. A new container would run that one.';
    case 'cannot-pull':
      return CANNOT_PULL[verdict.why];
    case 'unknown':
      return NOT_TOLD[verdict.why];
  }
}

const CANNOT_PULL = {
  gone: 'Its registry no longer has this name. A new container cannot start.',
  'no-platform': 'Its name has no image for the platform of the node. A new container cannot start.',
} as const satisfies Readonly<Record<string, string>>;

const NOT_TOLD = {
  'no-digest': 'The cluster does not say which digest runs.',
  'not-read': 'The registry’s documents to compare it with were not read.',
  'no-platform-known':
    'The platform of the node is not known, and only some platforms of the image are the same.',
} as const satisfies Readonly<Record<string, string>>;
