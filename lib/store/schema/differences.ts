import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Digest } from '#lib/oci/digest.ts';
import { storedJson, time } from './columns.ts';

/** What differs in the files and packages of two platform images, read from their layers: digests never change. */
export const contentDifferences = pgTable(
  'content_differences',
  {
    /** The platform manifests. */
    fromDigest: text().$type<Digest>().notNull(),
    toDigest: text().$type<Digest>().notNull(),
    contents: storedJson().notNull(),
    comparedAt: time().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.fromDigest, table.toDigest] }),
    index('content_differences_compared_at').on(table.comparedAt),
  ],
);
