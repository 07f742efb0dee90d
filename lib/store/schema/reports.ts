import { bigint, boolean, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytea, time } from './columns.ts';

/** Reports that were made, and the links they are read by. */
export const reports = pgTable(
  'reports',
  {
    /** The order in which they were made. */
    serial: bigint('serial', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    /** SHA-256 of the id: what a link is looked up by, so that no comparison sees the id itself. */
    lookup: bytea('lookup').notNull(),
    /** The link's unguessable part. */
    id: text('id').notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: time('made_at').notNull(),
    title: text('title').notNull(),
    note: text('note'),
    filter: text('filter').notNull(),
    /** Made anew at each request; a report that is not live is frozen. */
    live: boolean('live').notNull(),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
    /** A frozen report's whole content as one text; null for a live one, and for one that was revoked. */
    content: text('content'),
    views: integer('views').notNull().default(0),
    lastViewAt: time('last_view_at'),
  },
  (table) => [uniqueIndex('reports_lookup').on(table.lookup)],
);
