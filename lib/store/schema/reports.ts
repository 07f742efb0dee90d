import { bigint, boolean, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytea, time } from './columns.ts';

/** Reports and their links. */
export const reports = pgTable(
  'reports',
  {
    /** The order of creation. */
    serial: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    /** SHA-256 of the id. Links are looked up by it, so that no comparison of ids leaks timing. */
    lookup: bytea().notNull(),
    /** The secret part of the link. */
    id: text().notNull(),
    madeBy: text().notNull(),
    madeAt: time().notNull(),
    title: text().notNull(),
    note: text(),
    filter: text().notNull(),
    /** How many images were selected one by one; null if they are those of the filter. */
    chosen: integer(),
    /** Created again at each request; a report that is not live is frozen. */
    live: boolean().notNull(),
    expiresAt: time(),
    /** The most days that an image may be stale; null for no limit. */
    staleDays: integer(),
    revokedAt: time(),
    /** A frozen report's content as one text; null if it is live or was revoked. */
    content: text(),
    views: integer().notNull().default(0),
    lastViewAt: time(),
  },
  (table) => [uniqueIndex('reports_lookup').on(table.lookup)],
);
