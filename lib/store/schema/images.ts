import { sql } from 'drizzle-orm';
import { bigint, boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { NOT_CHECKED, type Status } from '#lib/lineage/vocabulary/status.ts';
import {
  storedFinding,
  storedLastKnown,
  storedLineage,
  storedUnreachable,
} from '../database/stored-verdict.ts';
import { look, parsedJson, storedJson, time } from './columns.ts';

/** A tracked image with the columns of its latest verdict that lists sort and filter by. */
export const images = pgTable(
  'images',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Fully qualified. */
    reference: text().notNull().unique(),
    registry: text().notNull(),
    repository: text().notNull(),
    tag: text(),
    sample: boolean().notNull().default(false),
    /** May be seen by whoever asks for its badge or for the public feed. */
    public: boolean().notNull().default(false),
    addedAt: time().notNull(),
    digest: text(),
    status: text().$type<Status>().notNull().default(NOT_CHECKED),
    /** What its last check found; null until the first scan ended. */
    finding: parsedJson(storedFinding),
    baseName: text(),
    /** Names further down the chain than the direct base. */
    ancestors: text().array().notNull().default(sql`'{}'`),
    platforms: text().array().notNull().default(sql`'{}'`),
    behindSince: time(),
    /** Why it could not be checked, and since when; null where it could. */
    unreachable: parsedJson(storedUnreachable),
    /** What was known before it could not be checked. */
    lastKnown: parsedJson(storedLastKnown),
    /** Null until the first scan ended. */
    checkedAt: time(),
    /** The number of its verdict's look; 0 if it has none. */
    look: look().notNull().default(0),
    verdictId: uuid(),
    /** Hashes, as `stackKey` makes them, of the stacks that would be its base if they were known. */
    askedStacks: bigint({ mode: 'bigint' }).array().notNull().default(sql`'{}'`),
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
    id: uuid().primaryKey(),
    /** Fully qualified; as often as it was tracked and forgotten. */
    reference: text().notNull(),
    registry: text().notNull(),
    repository: text().notNull(),
    tag: text(),
    addedAt: time().notNull(),
    forgottenAt: time().notNull(),
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
    id: uuid().primaryKey().defaultRandom(),
    /** Orders verdicts of the same moment: the later one was written later. */
    seq: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Of a tracked image, or of one that was. */
    imageId: uuid().notNull(),
    at: time().notNull(),
    /** When the next verdict took its place, or its image was forgotten; null while it holds. */
    supersededAt: time(),
    /** Hash of the lineage's facts without its time: equal fingerprints are the same verdict. */
    fingerprint: text().notNull(),
    lineage: parsedJson(storedLineage).notNull(),
    /** The tags the verdict stands on and what they resolved to; null where anything was not known. */
    inputs: storedJson(),
    /** What of the lineage is looked for across the fleet and its past, as columns. */
    status: text().$type<Status>().notNull(),
    /** Of the verdict before it; null of an image's first. */
    previousStatus: text().$type<Status>(),
    baseName: text(),
    /** Every base below the image, the direct one included. */
    ancestors: text().array().notNull(),
    platforms: text().array().notNull(),
    behindSince: time(),
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
