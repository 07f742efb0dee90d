import { bigint, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, storedJson, time } from './columns.ts';

/** Settings of this installation that the server stores itself, such as whether the sample fleet is open. */
export const flags = pgTable('flags', {
  name: text().primaryKey(),
  value: storedJson().notNull(),
});

/** Writes to the sample fleet's in-memory registry, in order, so that every process can repeat them. */
export const sampleWrites = pgTable('sample_writes', {
  seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  /** `move` marks the demonstrated move of a base; it has no other columns. */
  kind: text().$type<'blob' | 'mount' | 'manifest' | 'delete' | 'move'>().notNull(),
  repository: text().notNull().default(''),
  /** A tag or a digest; for a blob its digest. */
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
