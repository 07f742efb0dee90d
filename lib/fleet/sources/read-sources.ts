import { parseSource } from '#lib/sources/source.ts';
import { lastListings, type StoredListing } from '#lib/store/sources/listings.ts';
import { countMentioned } from '#lib/store/sources/mentions.ts';
import { listSources, readSource, type StoredSource } from '#lib/store/sources/sources.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { expectedEvery, silentSince } from './silence.ts';
import { noSource, type WithSources } from './source-context.ts';
import { type SourceSettings, shownSettings } from './source-settings.ts';

/** A source with its newest listing and its images. */
export interface SourceOverview {
  readonly source: StoredSource;
  /** As they were given. */
  readonly settings: SourceSettings;
  readonly hasCredentials: boolean;
  /** The newest listing, which may be running; null before the first. */
  readonly last: StoredListing | null;
  /** When its last complete listing ended; null for never. */
  readonly lastComplete: Date | null;
  /** How often it is posted at least, in seconds; null if nobody said, and for sources that are listed. */
  readonly expectedEvery: number | null;
  /** Of a source to which nothing is posted any more: when it was heard last; null for others. */
  readonly silentSince: Date | null;
  /** Tracked images that it mentions. */
  readonly tracked: number;
  /** Images that it no longer mentions, and that it still keeps. */
  readonly missing: number;
}

type ReadContext = WithDatabase & WithSources & WithClock;

/** All sources, by name. */
export async function getSources(context: ReadContext): Promise<SourceOverview[]> {
  const { db } = context;
  const [rows, listings, counts] = await Promise.all([listSources(db), lastListings(db), countMentioned(db)]);
  return rows.map((source) => overview(source, context, listings, counts));
}

/** One source. Throws `NotFoundError`. */
export async function getSource(context: ReadContext, id: string): Promise<SourceOverview> {
  const { db } = context;
  const source = await readSource(db, id);
  if (source === undefined) throw noSource(id);
  const [listings, counts] = await Promise.all([lastListings(db, id), countMentioned(db, id)]);
  return overview(source, context, listings, counts);
}

function overview(
  source: StoredSource,
  { sources: { configured }, clock }: ReadContext,
  listings: Awaited<ReturnType<typeof lastListings>>,
  counts: Awaited<ReturnType<typeof countMentioned>>,
): SourceOverview {
  const { last = null, lastComplete = null } = listings.get(source.id) ?? {};
  const { tracked, missing } = counts.get(source.id) ?? { tracked: 0, missing: 0 };
  const hasCredentials = source.sealedCredentials !== null || configured.get(source.name) !== undefined;
  const settings = shownSettings(source);
  const parsed = parseSource(JSON.parse(JSON.stringify(settings)));
  return {
    ...{ source, settings, hasCredentials, last, lastComplete, tracked, missing },
    expectedEvery: 'source' in parsed ? expectedEvery(parsed.source, source) : null,
    silentSince: silentSince(source, clock()),
  };
}
