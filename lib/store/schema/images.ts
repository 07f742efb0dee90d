import { sql } from 'drizzle-orm';
import { bigint, boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { LastKnown, Lineage, Unreachable } from '#lib/lineage/verdict/lineage.ts';
import { NOT_CHECKED, type Status } from '#lib/lineage/vocabulary/status.ts';
import { look, storedJson, time } from './columns.ts';

/** A tracked image with the columns of its latest verdict that lists sort and filter by. */
export const images = pgTable(
  'images',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Fully qualified. */
    reference: text('reference').notNull().unique(),
    registry: text('registry').notNull(),
    repository: text('repository').notNull(),
    tag: text('tag'),
    sample: boolean('sample').notNull().default(false),
    /** May be seen by whoever asks for its badge or for the public feed. */
    public: boolean('public').notNull().default(false),
    addedAt: time('added_at').notNull(),
    digest: text('digest'),
    status: text('status').$type<Status>().notNull().default(NOT_CHECKED),
    summary: text('summary').notNull().default(''),
    baseName: text('base_name'),
    /** Names further down the chain than the direct base. */
    ancestors: text('ancestors').array().notNull().default(sql`'{}'`),
    platforms: text('platforms').array().notNull().default(sql`'{}'`),
    behindSince: time('behind_since'),
    /** Why it could not be checked, and since when; null where it could. */
    unreachable: storedJson('unreachable').$type<Unreachable>(),
    /** What was known before it could not be checked. */
    lastKnown: storedJson('last_known').$type<LastKnown>(),
    /** Null until the first scan ended. */
    checkedAt: time('checked_at'),
    /** The number of its verdict's look; 0 if it has none. */
    look: look('look').notNull().default(0),
    verdictId: uuid('verdict_id'),
    /** Hashes, as `stackKey` makes them, of the stacks that would be its base if they were known. */
    askedStacks: bigint('asked_stacks', { mode: 'bigint' }).array().notNull().default(sql`'{}'`),
  },
  (table) => [
    index('images_status').on(table.status),
    index('images_base_name').on(table.baseName),
    index('images_registry').on(table.registry),
    index('images_asked_stacks').using('gin', table.askedStacks),
    index('images_unreachable').on(sql`(unreachable ->> 'host')`).where(sql`unreachable is not null`),
    index('images_public').on(table.reference).where(sql`${table.public}`),
  ],
);

/** Images that are no longer tracked, kept so that the past stays what it was. The sample fleet's are not. */
export const forgottenImages = pgTable(
  'forgotten_images',
  {
    /** What it had as a tracked image; its verdicts have it still. */
    id: uuid('id').primaryKey(),
    /** Fully qualified; as often as it was tracked and forgotten. */
    reference: text('reference').notNull(),
    registry: text('registry').notNull(),
    repository: text('repository').notNull(),
    tag: text('tag'),
    addedAt: time('added_at').notNull(),
    forgottenAt: time('forgotten_at').notNull(),
  },
  (table) => [
    index('forgotten_images_reference').on(table.reference),
    index('forgotten_images_forgotten_at').on(table.forgottenAt, table.id),
  ],
);

/** A tracked image's verdict, one row for each time it changed. */
export const verdicts = pgTable(
  'verdicts',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** Orders verdicts of the same moment: the later one was written later. */
    seq: bigint('seq', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Of a tracked image, or of one that was. */
    imageId: uuid('image_id').notNull(),
    at: time('at').notNull(),
    /** When the next verdict took its place, or its image was forgotten; null while it holds. */
    supersededAt: time('superseded_at'),
    /** Hash of the lineage without its time: equal fingerprints are the same verdict. */
    fingerprint: text('fingerprint').notNull(),
    lineage: storedJson('lineage').$type<Lineage>().notNull(),
    /** The tags the verdict stands on and what they resolved to; null where anything was not known. */
    inputs: storedJson('inputs').$type<Readonly<Record<string, string | null>>>(),
    /** What of the lineage is looked for across the fleet and its past, as columns. */
    status: text('status').$type<Status>().notNull(),
    /** Of the verdict before it; null of an image's first. */
    previousStatus: text('previous_status').$type<Status>(),
    baseName: text('base_name'),
    /** Every base below the image, the direct one included. */
    ancestors: text('ancestors').array().notNull(),
    platforms: text('platforms').array().notNull(),
    behindSince: time('behind_since'),
  },
  (table) => [
    index('verdicts_image_at').on(table.imageId, table.at, table.seq),
    index('verdicts_spans').on(table.supersededAt, table.at),
    index('verdicts_ancestors').using('gin', table.ancestors),
    index('verdicts_status_changes')
      .on(table.at, table.seq)
      .where(sql`status is distinct from previous_status`),
  ],
);
