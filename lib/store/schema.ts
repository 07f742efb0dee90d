import { sql } from 'drizzle-orm';
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Lineage, Status } from '#lib/lineage/lineage.ts';

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

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
    addedAt: time('added_at').notNull(),
    digest: text('digest'),
    status: text('status').$type<Status>().notNull().default('pending'),
    summary: text('summary').notNull().default(''),
    baseName: text('base_name'),
    /** Names further down the chain than the direct base. */
    ancestors: text('ancestors').array().notNull().default(sql`'{}'`),
    platforms: text('platforms').array().notNull().default(sql`'{}'`),
    behindSince: time('behind_since'),
    /** Null until the first scan ended. */
    checkedAt: time('checked_at'),
    verdictId: uuid('verdict_id'),
  },
  (table) => [
    index('images_status').on(table.status),
    index('images_base_name').on(table.baseName),
    index('images_registry').on(table.registry),
  ],
);

/** Manifests, configs and attestation statements, byte for byte: content by digest is immutable. */
export const documents = pgTable('documents', {
  digest: text('digest').primaryKey(),
  mediaType: text('media_type').notNull(),
  bytes: bytea('bytes').notNull(),
});

/** Content that a repository did not have when it was asked; asked again after a while. */
export const absences = pgTable(
  'absences',
  {
    repository: text('repository').notNull(),
    digest: text('digest').notNull(),
    seenAt: time('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.repository, table.digest] })],
);

/** What a tag pointed to, from `firstSeen` to `lastSeen`; a null digest means the tag was gone. */
export const observations = pgTable(
  'observations',
  {
    /** `registry/repository:tag`. */
    tag: text('tag').notNull(),
    digest: text('digest'),
    firstSeen: time('first_seen').notNull(),
    lastSeen: time('last_seen').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tag, table.firstSeen] })],
);

/** A tracked image's verdict, one row for each time it changed. */
export const verdicts = pgTable(
  'verdicts',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    imageId: uuid('image_id')
      .notNull()
      .references(() => images.id, { onDelete: 'cascade' }),
    at: time('at').notNull(),
    /** Hash of the lineage without its time: equal fingerprints are the same verdict. */
    fingerprint: text('fingerprint').notNull(),
    lineage: jsonb('lineage').$type<Lineage>().notNull(),
    /** The tags the verdict stands on and what they resolved to; null where anything was not known. */
    inputs: jsonb('inputs').$type<Readonly<Record<string, string | null>>>(),
  },
  (table) => [index('verdicts_image_at').on(table.imageId, table.at)],
);

/** Layer stacks of known platform images, for finding what an image without a claim stands on. */
export const layerStacks = pgTable(
  'layer_stacks',
  {
    /** Hash over the diff IDs, bottom first. */
    chainId: text('chain_id').notNull(),
    /** Fully qualified, with tag. */
    reference: text('reference').notNull(),
    platform: text('platform').notNull(),
    /** The platform manifest. */
    digest: text('digest').notNull(),
    diffIds: text('diff_ids').array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reference, table.platform, table.digest] }),
    index('layer_stacks_chain').on(table.chainId),
  ],
);

/** A scan of many images that was asked for. */
export const scans = pgTable('scans', {
  id: uuid('id').primaryKey().defaultRandom(),
  startedAt: time('started_at').notNull(),
  total: integer('total').notNull(),
  done: integer('done').notNull().default(0),
  failed: integer('failed').notNull().default(0),
  finishedAt: time('finished_at'),
});

/** Chunks of a scan that were counted, so that a job that runs twice counts once. */
export const scanChunks = pgTable(
  'scan_chunks',
  {
    scanId: uuid('scan_id')
      .notNull()
      .references(() => scans.id, { onDelete: 'cascade' }),
    chunk: integer('chunk').notNull(),
  },
  (table) => [primaryKey({ columns: [table.scanId, table.chunk] })],
);

/** Small facts about this installation, such as whether the sample fleet is open. */
export const flags = pgTable('flags', {
  name: text('name').primaryKey(),
  value: jsonb('value').notNull(),
});
