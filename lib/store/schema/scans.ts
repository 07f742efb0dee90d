import { sql } from 'drizzle-orm';
import { integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { checkNumber, time } from './columns.ts';

/** Scans of many images. */
export const scans = pgTable('scans', {
  id: uuid().primaryKey().defaultRandom(),
  /** Its check number: later checks have greater numbers. */
  look: checkNumber().notNull().default(sql`nextval('looks')`),
  startedAt: time().notNull(),
  total: integer().notNull(),
  done: integer().notNull().default(0),
  failed: integer().notNull().default(0),
  finishedAt: time(),
});

/** The counted chunks of scans, so that a job that runs twice counts once. */
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
