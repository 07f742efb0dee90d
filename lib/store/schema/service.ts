import { bigint, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea, storedJson } from './columns.ts';

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
