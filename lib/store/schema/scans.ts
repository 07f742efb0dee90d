import { sql } from 'drizzle-orm';
import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { checkNumber, time } from './columns.ts';

/** What a scan or a part of it has done, in images. */
const counts = {
  /** Checked: the verdict is stored, or waits for others that may be evidence for it. */
  checked: integer().notNull().default(0),
  /** The verdict is stored. */
  done: integer().notNull().default(0),
  /** Not judged because of a fault of Baseboard. */
  failed: integer().notNull().default(0),
  /** The verdict is another one than before. */
  changed: integer().notNull().default(0),
  /** The verdict says that a registry or its content could not be read. */
  unreachable: integer().notNull().default(0),
  /** Left out because somebody cancelled the scan. */
  skipped: integer().notNull().default(0),
};

/** Scans of many images. */
export const scans = pgTable('scans', {
  id: uuid().primaryKey().defaultRandom(),
  /** Its check number: later checks have greater numbers. */
  look: checkNumber().notNull().default(sql`nextval('looks')`),
  startedAt: time().notNull(),
  total: integer().notNull(),
  /** The sums of its chunks. */
  ...counts,
  /** Somebody cancelled it then; images under way are still checked. */
  cancelledAt: time(),
  finishedAt: time(),
});

/** The parts of scans, one for each job, so that a job that runs twice counts once. */
export const scanChunks = pgTable(
  'scan_chunks',
  {
    scanId: uuid()
      .notNull()
      .references(() => scans.id, { onDelete: 'cascade' }),
    chunk: integer().notNull(),
    /** The host of its images. */
    registry: text().notNull().default(''),
    total: integer().notNull().default(0),
    ...counts,
    /** Whether its job has started, in any process. */
    begun: boolean().notNull().default(false),
    /** Whether it is counted for good. The rows of earlier versions are. */
    ended: boolean().notNull().default(true),
  },
  (table) => [primaryKey({ columns: [table.scanId, table.chunk] })],
);
