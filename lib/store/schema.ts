import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Lineage, Status } from '#lib/lineage/lineage.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { RebasePlan, RebaseRefusal } from '#lib/rebase/rebase.ts';
import type { StoredStep } from './rebases.ts';

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

/** Plans as they were shown: what is executed is one of these rows, never made anew. */
export const rebasePlans = pgTable(
  'rebase_plans',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: text('kind').$type<'rebase' | 'annotate'>().notNull(),
    plannedAt: time('planned_at').notNull(),
    plan: jsonb('plan').$type<RebasePlan>().notNull(),
  },
  (table) => [index('rebase_plans_planned_at').on(table.plannedAt)],
);

/** Rebases that were asked for, under way and over. At most one is open for a tag: that is the tag's lock. */
export const rebases = pgTable(
  'rebases',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    planId: uuid('plan_id')
      .notNull()
      .references(() => rebasePlans.id),
    kind: text('kind').$type<'rebase' | 'annotate'>().notNull(),
    state: text('state')
      .$type<'queued' | 'running' | 'succeeded' | 'failed' | 'conflict' | 'rolled-back' | 'no-op'>()
      .notNull(),
    /** Fully qualified. */
    reference: text('reference').notNull(),
    target: text('target').notNull(),
    fromDigest: text('from_digest').$type<Digest>().notNull(),
    toDigest: text('to_digest').$type<Digest>().notNull(),
    /** What the target's tag held before: the old digest, or null for no such tag. */
    targetDigest: text('target_digest').$type<Digest>(),
    actor: text('actor').notNull(),
    reason: text('reason'),
    steps: jsonb('steps').$type<readonly StoredStep[]>().notNull().default([]),
    /** A sentence. */
    error: text('error'),
    cascadeId: uuid('cascade_id'),
    createdAt: time('created_at').notNull(),
    finishedAt: time('finished_at'),
    /** The tag that keeps the old digest from garbage collection, and until when. */
    protectedTag: text('protected_tag'),
    protectedUntil: time('protected_until'),
  },
  (table) => [
    uniqueIndex('rebases_open_target').on(table.target).where(sql`state in ('queued', 'running')`),
    index('rebases_created_at').on(table.createdAt, table.id),
    index('rebases_target').on(table.target),
  ],
);

/** Every tag that was moved, by whom and why. Rows are never changed: a trigger refuses it. */
export const audit = pgTable(
  'audit',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: time('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').$type<'rebase' | 'annotate' | 'roll-back'>().notNull(),
    target: text('target').notNull(),
    fromDigest: text('from_digest').$type<Digest>().notNull(),
    toDigest: text('to_digest').$type<Digest>().notNull(),
    reason: text('reason'),
    rebaseId: uuid('rebase_id').notNull(),
  },
  (table) => [uniqueIndex('audit_one_per_move').on(table.rebaseId, table.action)],
);

/** "Rebase everything that stands on this", wave by wave. */
export const cascades = pgTable('cascades', {
  id: uuid('id').primaryKey().defaultRandom(),
  reference: text('reference').notNull(),
  state: text('state')
    .$type<'planned' | 'running' | 'paused' | 'stopped' | 'succeeded' | 'failed'>()
    .notNull(),
  actor: text('actor').notNull(),
  configMode: text('config_mode').$type<'merge' | 'keep-original'>().notNull(),
  /** How often it was begun or gone on with: jobs of an earlier time begin nothing more. */
  round: integer('round').notNull().default(0),
  createdAt: time('created_at').notNull(),
  finishedAt: time('finished_at'),
});

/** One image of a cascade, and what became of it. */
export const cascadeItems = pgTable(
  'cascade_items',
  {
    cascadeId: uuid('cascade_id')
      .notNull()
      .references(() => cascades.id, { onDelete: 'cascade' }),
    reference: text('reference').notNull(),
    /** The image of the same cascade that it stands on. */
    parent: text('parent'),
    wave: integer('wave').notNull(),
    state: text('state')
      .$type<
        | 'planned'
        | 'waiting'
        | 'running'
        | 'succeeded'
        | 'no-op'
        | 'refused'
        | 'failed'
        | 'conflict'
        | 'skipped'
      >()
      .notNull(),
    planId: uuid('plan_id'),
    rebaseId: uuid('rebase_id'),
    refusal: jsonb('refusal').$type<RebaseRefusal>(),
    error: text('error'),
  },
  (table) => [
    primaryKey({ columns: [table.cascadeId, table.reference] }),
    index('cascade_items_rebase').on(table.rebaseId),
  ],
);

/** What was pushed to the sample fleet's own registry, in order, so that every process has it. */
export const sampleWrites = pgTable('sample_writes', {
  seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  /** `move` is the move of a base that opening the fleet announces; it has no other column. */
  kind: text('kind').$type<'blob' | 'mount' | 'manifest' | 'delete' | 'move'>().notNull(),
  repository: text('repository').notNull().default(''),
  /** A tag or a digest; of a blob its digest. */
  reference: text('reference').notNull().default(''),
  mediaType: text('media_type'),
  /** The repository that a blob is mounted from. */
  source: text('source'),
  bytes: bytea('bytes'),
});
