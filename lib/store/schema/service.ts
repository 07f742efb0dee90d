import { bigint, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, storedJson, time } from './columns.ts';

/** Small facts about this installation, such as whether the sample fleet is open. */
export const flags = pgTable('flags', {
  name: text('name').primaryKey(),
  value: storedJson('value').notNull(),
});

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

/** Jobs during which a process died, and those set aside for it; a job that ends normally leaves no row. */
export const interruptedJobs = pgTable('interrupted_jobs', {
  /** `image:`, `rebase:`, `cascade:` or `delivery:`, and what the job is about. */
  key: text('key').primaryKey(),
  /** How many processes died during it. */
  deaths: integer('deaths').notNull(),
  /** The process that runs it now; null if none does. */
  process: uuid('process'),
  /** Null while it is retried automatically. */
  setAsideAt: time('set_aside_at'),
});
