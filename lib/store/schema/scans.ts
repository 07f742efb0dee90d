import { sql } from 'drizzle-orm';
import { integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { look, time } from './columns.ts';

/** A scan of many images that was asked for. */
export const scans = pgTable('scans', {
  id: uuid().primaryKey().defaultRandom(),
  /** Its number among the looks: later looks have greater ones. */
  look: look().notNull().default(sql`nextval('looks')`),
  startedAt: time().notNull(),
  total: integer().notNull(),
  done: integer().notNull().default(0),
  failed: integer().notNull().default(0),
  finishedAt: time(),
});

/** Chunks of a scan that were counted, so that a job that runs twice counts once. */
export const scanChunks = pgTable(
  'scan_chunks',
  {
    scanId: uuid()
      .notNull()
      .references(() => scans.id, { onDelete: 'cascade' }),
    chunk: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scanId, table.chunk] })],
);
