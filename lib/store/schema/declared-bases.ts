import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { time } from './columns.ts';

/** Bases that people declared for images without evidence of their own; those of the configuration are not stored. */
export const declaredBases = pgTable('declared_bases', {
  id: uuid().primaryKey().defaultRandom(),
  /** What it applies to, fully qualified: one tag, `host/path:tag`, or every tag of a repository, `host/path`. */
  image: text().notNull().unique(),
  /** The base, fully qualified: by tag, by digest, or both. */
  base: text().notNull(),
  /** Why, for whoever sees it later; null if none was given. */
  reason: text(),
  createdAt: time().notNull(),
  createdBy: text().notNull(),
});
