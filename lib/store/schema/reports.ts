import { bigint, boolean, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytea, time } from './columns.ts';

/** Reports that were made, and the links they are read by. */
export const reports = pgTable(
  'reports',
  {
    /** The order in which they were made. */
    serial: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    /** SHA-256 of the id: what a link is looked up by, so that no comparison sees the id itself. */
    lookup: bytea().notNull(),
    /** The link's unguessable part. */
    id: text().notNull(),
    madeBy: text().notNull(),
    madeAt: time().notNull(),
    title: text().notNull(),
    note: text(),
    filter: text().notNull(),
    /** Made anew at each request; a report that is not live is frozen. */
    live: boolean().notNull(),
    expiresAt: time(),
    revokedAt: time(),
    /** A frozen report's whole content as one text; null for a live one, and for one that was revoked. */
    content: text(),
    views: integer().notNull().default(0),
    lastViewAt: time(),
  },
  (table) => [uniqueIndex('reports_lookup').on(table.lookup)],
);
