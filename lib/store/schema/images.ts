import { sql } from 'drizzle-orm';
import { bigint, boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { NOT_CHECKED, type Status } from '#lib/lineage/vocabulary/status.ts';
import {
  storedFinding,
  storedLastKnown,
  storedLineage,
  storedUnreachable,
} from '../database/stored-verdict.ts';
import { checkNumber, parsedJson, storedJson, time } from './columns.ts';
import { emptiness, statusRank, textOrEmpty, timeOrNever } from './order-keys.ts';

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
    /** Whether a person keeps it tracked; otherwise only sources do. */
    byPerson: boolean().notNull().default(true),
    /** Whether anyone may see its badge and its changes in the feed. */
    public: boolean().notNull().default(false),
    addedAt: time().notNull(),
    /** The hold that snoozes it; null if none does. `lib/store/holds/apply-holds.ts` keeps it current. */
    holdId: uuid(),
    /** When a hold on it ended by itself last. */
    holdEndedAt: time(),
    digest: text(),
    status: text().$type<Status>().notNull().default(NOT_CHECKED),
    /** The finding of its last check; null until the first one. */
    finding: parsedJson(storedFinding),
    baseName: text(),
    /** Every base of the image, the direct one included, as in `verdicts`. */
    ancestors: text().array().notNull().default(sql`'{}'`),
    platforms: text().array().notNull().default(sql`'{}'`),
    /** Who it belongs to, by its own labels and annotations; null if they do not say. */
    owner: text(),
    /** What the owner was found from: the id of the verdict, and the operator's label. */
    ownerSource: text(),
    behindSince: time(),
    /** Why it could not be checked, and since when; null if it could. */
    unreachable: parsedJson(storedUnreachable),
    /** The last known verdict if it could not be checked. */
    lastKnown: parsedJson(storedLastKnown),
    /** Null until the first check. */
    checkedAt: time(),
    /** The number of its verdict's check; 0 if it has none. */
    look: checkNumber().notNull().default(0),
    verdictId: uuid(),
    /** The `stackKey` of every stack of layers that would be its base if it were known. */
    askedStacks: bigint({ mode: 'bigint' }).array().notNull().default(sql`'{}'`),
  },
  (table) => [
    index('images_status').on(table.status),
    index('images_base_name').on(table.baseName),
    index('images_registry').on(table.registry),
    index('images_asked_stacks').using('gin', table.askedStacks),
    index('images_unreachable').on(sql`(unreachable ->> 'host')`).where(sql`unreachable is not null`),
    index('images_hold').on(table.holdId).where(sql`hold_id is not null`),
    index('images_public').on(table.reference).where(sql`${table.public}`),
    index('images_ancestors').using('gin', table.ancestors),
    // The orders of lists, in both directions. There is none by `checkedAt`: every check would change it.
    index('images_worst_first').on(statusRank(table.status), table.reference, table.id),
    index('images_worst_last').on(sql`${statusRank(table.status)} desc`, table.reference, table.id),
    index('images_base_first').on(
      ...[emptiness(table.baseName), textOrEmpty(table.baseName)],
      ...[table.reference, table.id],
    ),
    index('images_base_last').on(
      ...[emptiness(table.baseName), sql`${textOrEmpty(table.baseName)} desc`],
      ...[table.reference, table.id],
    ),
    index('images_longest_behind').on(
      ...[emptiness(table.behindSince), timeOrNever(table.behindSince)],
      ...[table.reference, table.id],
    ),
    index('images_shortest_behind').on(
      ...[emptiness(table.behindSince), sql`${timeOrNever(table.behindSince)} desc`],
      ...[table.reference, table.id],
    ),
  ],
);

/**
 * The name of every base of a tracked image, each once: what a filter by bases is compared with, instead of each image.
 * It may have further names, which images had. Triggers on `images` write it, whatever the version of the process.
 */
export const baseNames = pgTable('base_names', {
  name: text().primaryKey(),
});

/** Images that are no longer tracked, for the fleet's history; without those of the sample fleet. */
export const forgottenImages = pgTable(
  'forgotten_images',
  {
    /** Its id while it was tracked; its verdicts still have it. */
    id: uuid().primaryKey(),
    /** Fully qualified. An image has a row for each time it was untracked. */
    reference: text().notNull(),
    registry: text().notNull(),
    repository: text().notNull(),
    tag: text(),
    owner: text(),
    addedAt: time().notNull(),
    forgottenAt: time().notNull(),
    /** Whether it was public, for tracking it again as it was. */
    wasPublic: boolean().notNull().default(false),
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
    /** Orders verdicts of the same time by when they were written. */
    seq: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** The id of an image that is or was tracked. */
    imageId: uuid().notNull(),
    at: time().notNull(),
    /** When the next verdict replaced it or its image was untracked; null while it is valid. */
    supersededAt: time(),
    /** Hash of the lineage's facts without its time: equal fingerprints are the same verdict. */
    fingerprint: text().notNull(),
    lineage: parsedJson(storedLineage).notNull(),
    /** The tags that the verdict depends on and their digests; null if anything was not known. */
    inputs: storedJson(),
    /** From here on: parts of the lineage as columns, for queries on the fleet and its history. */
    status: text().$type<Status>().notNull(),
    /** The status of the verdict before; null for an image's first verdict. */
    previousStatus: text().$type<Status>(),
    baseName: text(),
    /** Every base of the image, the direct one included. */
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
