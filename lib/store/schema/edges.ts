import { sql } from 'drizzle-orm';
import { boolean, customType, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { PlainFinding } from '#lib/lineage/graph/mention.ts';
import type { Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Verification } from '#lib/lineage/vocabulary/verification.ts';
import { storedJson, time } from './columns.ts';
import { images } from './images.ts';

/** The id of a node of the graph. In the order of bytes, as the graph is everywhere. */
const nodeName = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/**
 * The current verdict of each tracked image, one row for each image of its chain: what the graph shows, without the
 * verdict's JSON. `lib/store/edges/write-edges.ts` writes it whenever a verdict is written.
 */
export const edges = pgTable(
  'edges',
  {
    imageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: 'cascade' }),
    /** The verdict that it was written from. A process of an earlier version stores verdicts without edges. */
    verdictId: uuid().notNull(),
    /** 0 for the image itself, 1 for its base, and so on. */
    depth: integer().notNull(),
    name: nodeName().notNull(),
    digest: text(),
    status: text().$type<Status>().notNull(),
    /** `own` for the image itself: its finding is a column of `images`. */
    finding: text().$type<PlainFinding | 'own' | 'reasons'>().notNull(),
    /** Whether the check read it; if not, only a claim names it. */
    read: boolean().notNull(),
    /** Whether an earlier check found it. */
    retained: boolean().notNull(),
    /** When the chain was checked. */
    checkedAt: time().notNull(),
    platforms: text().array().notNull(),
    baseLayers: integer(),
    appLayers: integer(),
    /** Its base; from here on null at the chain's end. */
    baseName: nodeName(),
    baseDigest: text(),
    freshness: text().$type<Freshness>(),
    verification: text().$type<Verification>(),
    conflict: boolean(),
    behindSince: time(),
    /** Whether the verdict on its base is as last known. */
    baseRetained: boolean(),
    /** Why something is not known or not as claimed; null if nothing is. */
    reasons: storedJson(),
  },
  (table) => [
    primaryKey({ columns: [table.imageId, table.depth] }),
    index('edges_own').on(table.name).where(sql`depth = 0`),
    index('edges_dependents').on(table.baseName, table.name, table.status).where(sql`depth = 0`),
    // In the order in which mentions of a name count.
    index('edges_bases')
      .on(table.name, table.read.desc(), table.retained, table.checkedAt.desc(), table.imageId, table.depth)
      .where(sql`depth > 0`),
  ],
);
