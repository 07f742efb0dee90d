import { bigint, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, storedJson, time } from './columns.ts';

/** Small facts about this installation, such as whether the sample fleet is open. */
export const flags = pgTable('flags', {
  name: text().primaryKey(),
  value: storedJson().notNull(),
});

/** What was pushed to the sample fleet's own registry, in order, so that every process has it. */
export const sampleWrites = pgTable('sample_writes', {
  seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  /** `move` is the move of a base that opening the fleet announces; it has no other column. */
  kind: text().$type<'blob' | 'mount' | 'manifest' | 'delete' | 'move'>().notNull(),
  repository: text().notNull().default(''),
  /** A tag or a digest; of a blob its digest. */
  reference: text().notNull().default(''),
  mediaType: text(),
  /** The repository that a blob is mounted from. */
  source: text(),
  bytes: bytea(),
});

/** Jobs during which a process died, and those set aside for it; a job that ends normally leaves no row. */
export const interruptedJobs = pgTable('interrupted_jobs', {
  /** `image:`, `rebase:`, `cascade:` or `delivery:`, and what the job is about. */
  key: text().primaryKey(),
  /** How many processes died during it. */
  deaths: integer().notNull(),
  /** The process that runs it now; null if none does. */
  process: uuid(),
  /** Null while it is retried automatically. */
  setAsideAt: time(),
});
