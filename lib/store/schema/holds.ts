import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';

/** Holds: snoozed images, by name, by base or by filter. One of `references`, `base` and `filter` is set. */
export const holds = pgTable(
  'holds',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Fully qualified. */
    references: text().array(),
    /** The tag of a base, fully qualified: everything based on it, directly or through other images. */
    base: text(),
    filter: text(),
    /** Null if no date ends it. */
    until: time(),
    /** Whether it ends for an image once the tag of its base, or `base`, has another digest. */
    untilNextDigest: boolean().notNull(),
    reason: text().notNull(),
    createdAt: time().notNull(),
    createdBy: text().notNull(),
    endedAt: time(),
    /** Who ended it; null if it ended by itself. */
    endedBy: text(),
  },
  (table) => [index('holds_active').on(table.createdAt, table.id).where(sql`ended_at is null`)],
);
