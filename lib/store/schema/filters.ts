import { sql } from 'drizzle-orm';
import { pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';

/** Filters that people keep under a name, for everyone who may see the fleet. */
export const savedFilters = pgTable(
  'saved_filters',
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull(),
    filter: text().notNull(),
    savedBy: text().notNull(),
    savedAt: time().notNull(),
  },
  (table) => [uniqueIndex('saved_filters_name').on(sql`lower(${table.name})`)],
);
