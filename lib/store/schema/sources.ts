import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { Mention } from '#lib/sources/mention.ts';
import type { RunningState } from '#lib/sources/running-state.ts';
import type { SourceKind } from '#lib/sources/source-kind.ts';
import type { SourceState } from '#lib/sources/source-state.ts';
import { storedJson, time } from './columns.ts';

/** Where Baseboard finds images to track. */
export const sources = pgTable(
  'sources',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull().unique(),
    kind: text().$type<SourceKind>().notNull(),
    /** Config, selection and interval as they were given; `parseSource` reads them. */
    settings: storedJson().notNull(),
    /** The credentials, encrypted for this row's id; null for none. */
    sealedCredentials: text(),
    /** Whether it is in baseboard.yaml: then it is read-only, and its credentials are not stored. */
    fromFile: boolean().notNull().default(false),
    state: text().$type<SourceState>().notNull(),
    /** The host whose API lists it: one listing at a time. Null for posted mentions. */
    host: text(),
    /** When it is listed next; null for posted mentions. */
    nextAt: time(),
    /** The run that lists it now; every write of a listing compares it. */
    attempt: uuid(),
    /** After this, another process may continue the listing. */
    leasedUntil: time(),
    /** Requests since `requestsSince`, for the budget of an hour. */
    requests: integer().notNull().default(0),
    requestsSince: time(),
    /** The number of the newest posted picture; null before the first. */
    sequence: bigint({ mode: 'number' }),
    /** When a picture was posted last; null before the first. */
    heardAt: time(),
    /** How often whoever posts said to do so, in seconds; null if nobody said. */
    postedEvery: integer(),
    /** After this without a post, it counts as silent; null if nobody said how often to expect one. */
    silentAt: time(),
    createdAt: time().notNull(),
    createdBy: text().notNull(),
  },
  (table) => [
    index('sources_next_at').on(table.nextAt).where(sql`${table.nextAt} is not null`),
    index('sources_host').on(table.host),
  ],
);

/** The images that sources name, and where: one row for each place. */
export const mentions = pgTable(
  'mentions',
  {
    sourceId: uuid()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    /** Fully qualified. */
    reference: text().notNull(),
    /** Hash of kind, place and, for what runs, digest. */
    key: text().notNull(),
    kind: text().$type<Mention['kind']>().notNull(),
    /** The digest there, where the source has it. */
    digest: text(),
    place: jsonb().$type<Mention['place']>().notNull(),
    firstSeen: time().notNull(),
    lastSeen: time().notNull(),
    /** When a complete listing first missed the image; null while the source mentions it. */
    goneSince: time(),
    /** Whether the image is missing and nobody confirmed that; `Mentioned` says what that means. */
    unconfirmed: boolean().notNull().default(false),
    /** Of what runs: how it compares with what its name has now; null until it is compared. */
    running: text().$type<RunningState>(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.reference, table.key] }),
    index('mentions_reference').on(table.reference),
    index('mentions_runs').on(table.reference).where(sql`kind = 'runs' and gone_since is null`),
  ],
);

/** Every listing of a source: the newest one has the state to continue from. */
export const listings = pgTable(
  'listings',
  {
    id: uuid().primaryKey().defaultRandom(),
    sourceId: uuid()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    startedAt: time().notNull(),
    /** Null while it runs. */
    endedAt: time(),
    complete: boolean().notNull().default(false),
    /** Selected images. */
    seen: integer().notNull().default(0),
    /** Tags found, selected or not. */
    found: integer().notNull().default(0),
    added: integer().notNull().default(0),
    released: integer().notNull().default(0),
    requests: integer().notNull().default(0),
    /** Repositories that were read, and how many there are; null where the source does not say. */
    repositories: integer().notNull().default(0),
    repositoriesTotal: integer(),
    /** Where it continues; null if there is nothing to continue. `parseCheckpoint` reads it. */
    checkpoint: storedJson(),
    /** Why it is not complete, in words; null if it is. */
    error: text(),
    /** The right that is missing, in the words of the source; null if none is known to be. */
    missingRight: text(),
    /** Of a listing that shrank: how many images were known and how many are missing. */
    known: integer(),
    missing: integer(),
    /** Mentions that are no valid references. */
    unreadable: integer().notNull().default(0),
    /** The number of the posted picture; null for listings. */
    sequence: bigint({ mode: 'number' }),
  },
  (table) => [index('listings_source').on(table.sourceId, table.startedAt)],
);

/** The tags that a listing found so far, page by page, so that another process can continue it. */
export const listingPages = pgTable(
  'listing_pages',
  {
    listingId: uuid()
      .notNull()
      .references(() => listings.id, { onDelete: 'cascade' }),
    page: integer().notNull(),
    /** `parseFoundTags` reads them. */
    tags: storedJson().notNull(),
  },
  (table) => [primaryKey({ columns: [table.listingId, table.page] })],
);
